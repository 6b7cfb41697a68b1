"""The subcommands of `taiyaku`: each an `add_` function that says what it takes and gives the exit code.

`build` makes all; `pages` (pairs, extract), `verify`, `why`, `report`, `review` and `diff` look; `fetch` saves pages,
`export`, `publish` and `rebuild_text` are for others; `texts` needs no page. `base` is what all share.
"""
