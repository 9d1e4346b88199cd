"""Every sentence that the intake can say, by code.

The web application translates them: `gettext(MESSAGES[code]).format(**params)`. The wording follows the upload
texts of GOV.UK: what is wrong, then what to do.
"""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    # the file as a whole
    "type": (
        "The selected file must be a PDF, DOCX, XLSX, CSV or CASE package (JSON). Open it in the program that made it, save it "
        "as one of these, and upload the new copy."
    ),
    "suffix": (
        "The selected file is named like one kind of file but is another. Rename it or save it again as a "
        "PDF, DOCX, XLSX, CSV or CASE package (JSON), and upload the new copy."
    ),
    "old_office": (
        "The selected file must be a PDF, DOCX, XLSX, CSV or CASE package (JSON). It was saved in the old Word or Excel format: "
        "open it, save it as DOCX or XLSX, and upload the new copy."
    ),
    "macros": (
        "The selected file may contain unsafe content: it has macros. Save it as DOCX or XLSX without "
        "macros, and upload the new copy."
    ),
    "embedded": (
        "The selected file may contain unsafe content: other files or controls are embedded in it. Remove "
        "them, save it again, and upload the new copy."
    ),
    "unsafe": (
        "The selected file may contain unsafe content. Save it again in Word, Excel or LibreOffice, and "
        "upload the new copy."
    ),
    "too_big": (
        "The selected file must be smaller than {limit} MB. Remove large pictures or split it, and upload "
        "it again."
    ),
    "empty": "The selected file is empty. Check that you chose the right file, and upload it again.",
    "password": (
        "The selected file is password protected. Save a copy without a password and without "
        "restrictions, and upload the copy."
    ),
    "damaged": "The selected file is damaged: save it again and upload the new copy.",
    "unpacked": (
        "The selected file is too large when unpacked. Remove pictures and sheets or sections that are "
        "not part of the standard, and upload the new copy."
    ),
    "rows": (
        "The selected file has more than {limit} rows. Delete the rows that are not part of the standard, "
        "also empty formatted ones, and upload it again."
    ),
    "columns": (
        "The selected file has more than {limit} columns. Delete the columns that are not part of the "
        "standard, and upload it again."
    ),
    "cells": (
        "The selected file has more than {limit} cells. Split it into several files, and upload them one "
        "by one."
    ),
    "sheets": (
        "The selected file has more than {limit} sheets. Delete the sheets that are not part of the "
        "standard, and upload it again."
    ),
    "merged": (
        "The selected file has merged cells that cover too large an area. Undo the merge, save the file, "
        "and upload it again."
    ),
    "pages": "The selected file has more than {limit} pages. Upload only the pages with the standard.",
    "paragraphs": (
        "The selected file has more than {limit} paragraphs or table cells. Split it into several files, "
        "and upload them one by one."
    ),
    "no_text": (
        "No text was found in the PDF; it may hold scanned pages only. Type the lines in, or fill in the "
        "XLSX template and upload that."
    ),
    "no_table": "No table was found in the spreadsheet. Fill in the XLSX template and upload that.",
    "scripts": (
        "The selected file may contain unsafe content: it has scripts or starts programs. Print it to a new PDF "
        "without them, and upload that."
    ),
    "remote": (
        "The selected file may contain unsafe content: it fetches a template or data from another computer. Copy "
        "its text into a new document, and upload that."
    ),
    "no_copying": (
        "The selected PDF does not allow its text to be copied, so it was kept but not read. Type the lines in, or "
        "upload a copy that allows copying."
    ),
    "nested": (
        "The selected file has tables inside tables more than {limit} deep. Put them side by side, save the "
        "file, and upload it again."
    ),
    "strict": (
        "The selected file was saved as “Strict Open XML”. Save it again as the ordinary Excel or Word kind, and upload "
        "the new copy."
    ),
    "web_page": (
        "The selected file looks like a web page, not a table: check your connection; the sign-in page of a network "
        "may have been saved in place of the file. Download the file again, and upload it."
    ),
    "not_text": (
        "The selected file is named like a text table but holds other data. Save it again as CSV (UTF-8) or XLSX, "
        "and upload the new copy."
    ),
    "csv_encoding": (
        "Row {row} has characters that are not written in {encoding} like the rows before. Open the file in the program "
        "that made it, save it as CSV (UTF-8), and upload the new copy."
    ),
    "csv_quote": (
        "The quotation mark opened in row {row} is not closed. Close it or delete it, and upload the file again."
    ),
    "csv_rows": (
        "The selected file has entries that could not be read. Nothing was stored. Correct them and upload it again."
    ),
    "too_long": (
        "The selected file takes too long or too much memory to read. Type the lines in, or fill in the XLSX template and "
        "upload that."
    ),
    # our own template
    "template_rows": (
        "The spreadsheet has entries that could not be read. Nothing was stored. Correct them and upload "
        "it again."
    ),
    "template_column": (
        "Row {row}: the column “{column}” is missing from the sheet “{sheet}”. Use the headings of the "
        "template."
    ),
    "template_twice": "Row {row}: the column “{column}” is there twice. Delete one of them.",
    "row_kind": "Row {row}, column {column}: “{value}” is not a kind of line. Use one of: {allowed}.",
    "row_text": "Row {row}, column {column}: the text is missing. Type it in, or delete the row.",
    "row_critical": "Row {row}, column {column}: “{value}” is neither yes nor no.",
    "row_marks": "Row {row}, column {column}: “{value}” is not a number from 0 to 100,000.",
    "row_long": "Row {row}, column {column}: the text is longer than {limit} characters. Shorten it.",
    "row_date": (
        "Row {row}, column {column}: the spreadsheet program turned the entry into a date. Format the "
        "cell as text and type it again."
    ),
    "row_error": "Row {row}, column {column}: the cell shows the error {value}. Type the text itself.",
    "row_formula": (
        "Row {row}, column {column}: the formula has no stored result. Save the file once in Excel or "
        "LibreOffice, or type the text itself."
    ),
    "problems_more": "And {count} more.",
    # warnings: the file was read, a person must look
    "nothing_found": (
        "No lines of a standard were recognised in this file. Type them in, or fill in the XLSX template "
        "and upload that."
    ),
    "no_criteria": (
        "No performance criteria were recognised in this file. Check it against the source and add what "
        "is missing."
    ),
    "unit_without_criteria": "The unit “{unit}” has no lines below it. Check it against the source.",
    "unit_listed_only": "The unit “{unit}” is listed in the file, but its own section was not found.",
    "number_gap": "After {before} comes {after}: a line may be missing between them.",
    "number_start": "The first number in this place is {after}: a line may be missing before it.",
    "number_twice": "The number {after} is used twice in the same place.",
    "number_elsewhere": "The number {after} does not fit the element {element} above it.",
    "text_unread": "Text was left unread, beginning with “{text}”.",
    "unit_thin": "The unit “{unit}” has far fewer criteria ({count}) than the others. Check it against the source.",
    "unit_flat": "The unit “{unit}” has no elements, though other units have some. Check it against the source.",
    "element_without_criteria": "No criteria were found for “{element}”. Check it against the source.",
    "short_line": "This line is only one word. It may be a piece of another line.",
    "glued_line": "This line holds the number of another one. It may be several lines of the source.",
    "piece_line": "This line begins with a small letter. It may be a piece of the line above.",
    "line_twice": "This line has the same text as the one before.",
    # remarks: nothing was left unread, but the source has something odd
    "source_gap": "The source goes from {before} to {after}; nothing was left unread between them.",
    "source_start": "The source begins with {after} here; nothing was left unread before it.",
    "source_twice": "The source uses the number {after} twice in the same place.",
    "unit_absent": "The unit “{unit}” is listed in the file, but the file does not hold its text.",
    "table_unread": "Text inside a table was left unread, beginning with “{text}”.",
    "much_unread": "Only {percent} % of the words of this file became lines. Check that nothing is missing.",
    "page_unread": "This page has much text but none of it became a line, beginning with “{text}”.",
    "long_line": "This line is very long. It may hold several lines of the source.",
    "old_font": (
        "Some text looks like an old font encoding and may be unreadable. Compare it with the source."
    ),
    "sheet_hidden": "The hidden sheet “{sheet}” was not read.",
    "hidden_cells": "Hidden rows or columns of the sheet “{sheet}” were read too: {places}.",
    "hidden_text": "The document has hidden text, beginning with “{text}”. It was not read.",
    "encoding": "The file does not say how its letters are written. It was read as {encoding}: check the letters.",
    "row_columns": (
        "Rows with more columns than the others: {rows}. A separator inside a text may have split it; compare them with "
        "the source."
    ),
    "cell_date": (
        "Cell {cell}: the spreadsheet program turned the entry into a date. It was read as {value}; compare it with "
        "the source."
    ),
    "cell_error": "Cell {cell} shows the error {value}. Type the text itself.",
    "cell_formula": (
        "Cell {cell} has a formula without a stored result and was not read. Save the file once in Excel or LibreOffice."
    ),
    "number_zero": "Cell {cell}: the number {value} was read as {number}, because it follows the one before.",
    "external": "The file takes pictures or values from elsewhere ({what}). Nothing was fetched; only what is stored was read.",
    "part_unread": (
        "The document holds a part in another format (HTML, RTF or another document) that was not read. Save it once in "
        "Word, and upload the new copy."
    ),
    "links": "The file has links to files on a computer. They were not followed.",
    "attached": "Files are attached to the PDF ({names}). They were not read.",
    "repaired": "The file is damaged or was cut off. What could be repaired was read; check that the end is there.",
    "marks": "Some letters carry very many marks, beginning with “{text}”. Compare them with the source.",
    "tracked": "The document has tracked changes. The text was read as if all of them were accepted.",
    "not_shown": "There are {count} more warnings of this kind.",
    # identifiers of files that were exported before, or that come from elsewhere
    "keys_unknown": (
        "Rows with an identifier that is unknown here ({count}) are taken as new lines, or as the present "
        "lines with the same words."
    ),
    "keys_new": ("Identifiers that are in use elsewhere ({count}) were replaced by new ones."),
    "checks_unknown": (
        "Translations that are marked as checked, but whose check is not on record ({count}), are taken as draft "
        "translations. Mark them as checked here."
    ),
    "keys_twice": "Rows with an identifier that an earlier row has (copied rows) are taken as new lines: {rows}.",
    "file_elsewhere": (
        "The file was exported from another edition, so what changed since its export cannot be told. Its rows are "
        "compared with the present lines only."
    ),
    "case_older": (
        "The selected file is older than what is stored here. Nothing was changed. Export the edition again, or ask "
        "for the newest package, and upload that."
    ),
    "unit_twice": "The unit code “{unit}” in row {second} is that of row {first} already.",
    "base_unread": "The hidden sheet “Base” was changed, so what the file was made from is not known any more.",
    "level_column": (
        "The column “Level” of older templates has no place (rows that filled it in: {count}). Write a row of kind level "
        "above the lines of each level."
    ),
    "row_full": (
        "Row {row}, column {column}: the cell is full, so the end of the text may be cut off. A cell must hold fewer than "
        "{limit} characters: put the rest into a column “{column} (2)”."
    ),
    "row_choice": "Row {row}, column {column}: “{value}” is not known. Use one of: {allowed}; or leave the cell empty.",
    "row_depth": "Row {row}, column {column}: “{value}” is no depth here. Use a number from 0 to {limit}.",
    # CASE packages: the file as a whole
    "json_syntax": (
        "The selected file is not valid JSON: row {row}, column {column} cannot be read. Export the package again from the "
        "program that made it, and upload the new copy."
    ),
    "json_letters": (
        "The selected file has bytes that are no letters, first in row {row}. Export the package again as UTF-8, and upload "
        "the new copy."
    ),
    "json_half": "The selected file has half of a character written as an escape (\\ud800). Correct it, and upload it again.",
    "json_depth": "The selected file is nested more than {limit} deep. A CASE package is not; export it again.",
    "json_number": "The selected file has a number that is too long, beginning with {value}. Correct it, and upload it again.",
    "json_twice": "The selected file has the name “{name}” twice in the same object. Delete one, and upload it again.",
    "json_packed": (
        "The selected file is compressed. Unpack it first, and upload the JSON file that is inside."
    ),
    "case_package": (
        "The selected file is JSON, but no CASE package: an object with “CFDocument”, “CFItems” and “CFAssociations” is "
        "expected. Ask for the package (CFPackage), not for the document alone."
    ),
    "case_documents": (
        "The selected file holds several documents. Export one package (CFPackage) for each, and upload them one by one."
    ),
    "case_empty": "The package has no items (“CFItems”), so there is nothing to read. Export it again with its items.",
    "case_items": "The package has more than {limit} items or associations. Split it, and upload the parts one by one.",
    "case_deep": "The groups of the package stand inside each other more than {limit} deep. Flatten it, and upload it again.",
    "case_rows": "The package has entries that could not be read. Nothing was stored. Correct them and upload it again.",
    # CASE packages: single places
    "case_missing": "{pointer} is missing.",
    "case_wrong": "{pointer} must be {wanted}.",
    "case_long": "{pointer} is longer than {limit} characters. Shorten it.",
    "case_identifier": "{pointer}: “{value}” is no identifier. A UUID is expected.",
    "case_twice": "{pointer}: the identifier {value} is used for item {other} already.",
    "case_moment": "{pointer}: “{value}” is no date and time with a time zone, such as 2026-11-22T03:00:00+00:00.",
    "case_future": "{pointer}: {value} lies in the future.",
    "case_extension": "{pointer} is larger than {limit} kB. Shorten it.",
    "case_itself": "{pointer} connects an item with itself.",
    "case_ring": (
        "Items that contain each other in a ring ({count}): {items}. Take one of them out of the other."
    ),
    # CASE packages: what has no place here
    "case_type": (
        "Items of type “{name}” ({count}) are taken as kind {kind}; the name of the type is not kept."
    ),
    "case_document": "The details of the document ({names}) and all addresses are not taken over; the edition has its own.",
    "case_field": ("The field “{name}” is not kept (items that have it: {count})."),
    "case_extensions": ("Extensions by other programs are not kept (items that have them: {count})."),
    "case_association": ("Associations of type “{name}” are not kept ({count})."),
    "case_outside": (
        "Associations that lead to items outside the package ({count}) are not followed and not kept."
    ),
    "case_definitions": ("Definitions in {name} are not kept ({count})."),
    "case_rubrics": ("Rubrics are not kept ({count})."),
    "case_translations": ("Further translations ({count}) are not kept; a line has one other language."),
    "case_identifiers": ("Items with an identifier that CASE does not allow ({count}) get new identifiers."),
    "case_parents": ("Items that stand in more than one place ({count}) are kept in the first one only."),
}
