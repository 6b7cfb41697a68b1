"""What holds for all tests: no property is a matter of time, which depends on what else a machine does."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
