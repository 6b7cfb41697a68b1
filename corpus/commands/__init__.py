"""Subcommands of `taiyaku` that `cli` does not hold itself: an `add_` function each.

`texts` are those on two texts and on tables of pairs, `why` is the one about a pair, `report` shows what was built,
`review` says how far a review is, `export` gives a dataset to other tools, `publish` to the hub, `rebuild_text` makes
one without texts whole again, `diff` compares two; `base` is what all share.
"""
