"""Readable test data: a small world of one pilot, four corridors and the people around them."""
