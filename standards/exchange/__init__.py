"""Ways out: an edition as a spreadsheet, a text table or a CASE package. Pure: facts and lines in, bytes out."""
