"""Subcommands of `taiyaku` that `cli` does not hold itself: an `add_` function each.

`texts` are those on two texts and on tables of pairs, `review` says how far a review is; `base` is what all share.
"""
