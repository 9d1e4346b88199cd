"""The access matrix: every route, every persona."""
