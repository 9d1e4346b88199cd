"""What a printed document says, as plain values: no database object, no request.

`gap_analysis` is the frozen content of the gap analysis report, `view` draws numbers from it,
`html` turns it into the page that `reports.pdf` prints.
"""
