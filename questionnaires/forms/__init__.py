"""Text from the pages of questionnaires turned into values."""
