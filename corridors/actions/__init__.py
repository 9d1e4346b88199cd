"""Verbs of the corridors app, one module per noun."""

from corridors.actions.milestones import reach_milestone
from corridors.actions.plan import edit_activity, move_activity, plan_activity
from corridors.actions.programme import (
    PILOT_STEPS,
    close_step,
    open_corridor,
    open_pilot,
    reopen_step,
    submit_edition,
)
from corridors.actions.thresholds import set_thresholds

__all__ = [
    "PILOT_STEPS",
    "close_step",
    "edit_activity",
    "move_activity",
    "open_corridor",
    "open_pilot",
    "plan_activity",
    "reach_milestone",
    "reopen_step",
    "set_thresholds",
    "submit_edition",
]
