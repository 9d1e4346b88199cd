"""Limits of the intake. They stand in one place because the upload page prints some of them."""

from __future__ import annotations

MIB = 1024 * 1024

FILE_BYTES = 25 * MIB
TEXT_BYTES = 5 * MIB  # CSV and other text tables
CASE_BYTES = 10 * MIB

ZIP_MEMBERS = 2_000
ZIP_MEMBER_BYTES = 64 * MIB
ZIP_TOTAL_BYTES = 200 * MIB
ZIP_RATIO = 100
ZIP_RATIO_FROM_BYTES = 1 * MIB  # tiny members may compress better without being a bomb

SHEETS = 20
SHEET_ROWS = 20_000
SHEET_COLUMNS = 100
SHEET_FILLED_CELLS = 200_000
SHEET_CELL_MARKS = 400_000  # filled or only formatted: each costs memory once opened
MERGES = 5_000
MERGE_CELLS = 1_000
MERGE_CELLS_TOTAL = 200_000  # the workbook library makes an object for every merged cell

TEXT_FIELDS = (
    20_000  # separators in one row, filled or not; spreadsheet programs write at most 16,384 columns
)

DOCX_XML_BYTES = 10 * MIB
DOCX_PARAGRAPHS = 20_000  # in and outside tables
DOCX_TABLES = 1_000
DOCX_CELLS = 20_000
DOCX_NESTING = 20  # tables inside tables

PDF_PAGES = 500
PDF_TEXT_BYTES = 5 * MIB

CASE_BYTES = 10 * MIB
CASE_ITEMS = 20_000
CASE_ASSOCIATIONS = 100_000
CASE_DEPTH = 32  # of the JSON
CASE_GROUPS = 30  # groups inside groups
CASE_EXTENSION_BYTES = 64 * 1024

LINE_CHARACTERS = 100_000  # longer is no line of a standard
CELL_CHARACTERS = 32_767  # what a spreadsheet cell can hold, in UTF-16 units

CHILD_CPU_SECONDS = 30
CHILD_WALL_SECONDS = 60
CHILD_MEMORY_BYTES = 512 * MIB
