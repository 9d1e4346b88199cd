"""Races against a real server, each with its negative control (case numbers of the test plan, "Concurrency").

`python -m tests.live.races` plays the full rounds on both databases and prints the table.
"""
