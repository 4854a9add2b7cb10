"""How long a state machine is tried."""

from __future__ import annotations

from hypothesis import settings


def budget(examples: int, steps: int) -> settings:
    """Return how many examples a gate tries, of so many steps; a search tries all, and longer ones."""
    if settings.get_current_profile_name() == "gate":
        return settings(max_examples=examples, stateful_step_count=steps)
    return settings(stateful_step_count=2 * steps)
