"""What was learned, and what it is weighed by.

`encoder.py` has the vectors (`neural.py` those of another model), `lexicon.py`, `glossary.py` and `sounds.py` what
words are rendered by; `coefficients.py` and `bead_score.py` weigh signals. `tables.py` reads the files, and `models.py`
gathers what a comparison needs.
"""
