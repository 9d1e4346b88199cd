"""Targets of speed, memory and truth, each a command that prints a table. Tests are not timed; these are."""
