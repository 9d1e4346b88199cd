"""Before anything is parsed: what a file is, and what no parser should open."""
