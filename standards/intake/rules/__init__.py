"""Blocks to lines: what a heading, a column, a number means; and what may have been lost."""
