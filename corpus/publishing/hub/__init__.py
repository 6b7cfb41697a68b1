"""A dataset on the Hugging Face hub.

`editions.py` says what of it is given away (`open_edition.py` the open part); `repository.py` sends it, and `errors.py`
is what is said where the hub refuses.
"""
