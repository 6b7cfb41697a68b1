"""Subcommands of `taiyaku` that `cli` does not hold itself: an `add_` function each.

`texts` are those on two texts and on tables of pairs, `report` shows what was built; `base` is what all share.
"""
