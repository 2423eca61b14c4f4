"""Property tests look for wrong results; on a busy machine a slow example is not one."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("science", deadline=None)
settings.load_profile("science")
