"""Whom a page names, and which names are one person's.

`mentions.py` finds those around quotations, `clusters.py` says which forms are one person's; `nouns.py` and
`latin_names.py` find all who may speak, `heads.py` says how each is named, and `naming.py` which of them are one.
"""
