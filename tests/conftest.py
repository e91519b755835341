"""How hypothesis runs: without deadlines, which a busy machine breaks, and the same each time under CI."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("parkie", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("parkie-ci", settings.get_profile("parkie"), derandomize=True)
settings.load_profile("parkie-ci" if os.environ.get("CI") else "parkie")
