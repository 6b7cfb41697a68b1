"""Renderings inside narration: `proposed.py` proposes clauses that may render something by themselves.

`edges.py` says where they may begin and end by a learned table, which `frames.py` looks up and `segments.py` cuts for.
"""
