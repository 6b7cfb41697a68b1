"""What holds for all tests: no property is a matter of time, which depends on what else a machine does.

One that fails says how to draw the same again. And a test is called the same in every process that looks for it, or
they could not share them: what is packed has the second in it in which it was.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None, print_blob=True)
settings.load_profile("calm")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are called by the name of their argument, and counted."""
    return argname if isinstance(val, bytes) else None
