"""Suggested counterparts. Pure: texts and vectors in, ranked candidates out; no ORM, no clock."""
