"""What holds for all tests: no property is a matter of time, which depends on what else a machine does.

One that fails says how to draw the same again.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None, print_blob=True)
settings.load_profile("calm")
