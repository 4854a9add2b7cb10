"""What holds for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# how long an example takes says more about what else the machine does than about us
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _not_in_a_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests say the same in a pipeline as elsewhere, though `--format auto` doesn't."""
    for name in ("GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
