"""CASE packages (1.0 and 1.1, by 1EdTech) to lines."""
