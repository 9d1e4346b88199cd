"""Every sentence that the intake can say, by code.

The web application translates them: `gettext(MESSAGES[code]).format(**params)`. The wording follows the upload
texts of GOV.UK: what is wrong, then what to do.
"""

from __future__ import annotations

from collections.abc import Mapping


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation. Django's own would make the child process load Django."""
    return text


MESSAGES: Mapping[str, str] = {
    # the file as a whole
    "type": gettext_noop(
        "The selected file must be a PDF, DOCX, XLSX, CSV or CASE package (JSON). Open it in the program that made it, save it "
        "as one of these, and upload the new copy."
    ),
    "suffix": gettext_noop(
        "The selected file is named like one kind of file but is another. Rename it or save it again as a "
        "PDF, DOCX, XLSX, CSV or CASE package (JSON), and upload the new copy."
    ),
    "old_office": gettext_noop(
        "The selected file must be a PDF, DOCX, XLSX, CSV or CASE package (JSON). It was saved in the old Word or Excel format: "
        "open it, save it as DOCX or XLSX, and upload the new copy."
    ),
    "macros": gettext_noop(
        "The selected file may contain unsafe content: it has macros. Save it as DOCX or XLSX without "
        "macros, and upload the new copy."
    ),
    "embedded": gettext_noop(
        "The selected file may contain unsafe content: other files or controls are embedded in it. Remove "
        "them, save it again, and upload the new copy."
    ),
    "unsafe": gettext_noop(
        "The selected file may contain unsafe content. Save it again in Word, Excel or LibreOffice, and "
        "upload the new copy."
    ),
    "too_big": gettext_noop(
        "The selected file must be smaller than {limit} MB. Remove large pictures or split it, and upload "
        "it again."
    ),
    "empty": gettext_noop(
        "The selected file is empty. Check that you chose the right file, and upload it again."
    ),
    "password": gettext_noop(
        "The selected file is password protected. Save a copy without a password and without "
        "restrictions, and upload the copy."
    ),
    "damaged": gettext_noop("The selected file is damaged: save it again and upload the new copy."),
    "unpacked": gettext_noop(
        "The selected file is too large when unpacked. Remove pictures and sheets or sections that are "
        "not part of the standard, and upload the new copy."
    ),
    "rows": gettext_noop(
        "The selected file has more than {limit} rows. Delete the rows that are not part of the standard, "
        "also empty formatted ones, and upload it again."
    ),
    "columns": gettext_noop(
        "The selected file has more than {limit} columns. Delete the columns that are not part of the "
        "standard, and upload it again."
    ),
    "cells": gettext_noop(
        "The selected file has more than {limit} cells. Split it into several files, and upload them one "
        "by one."
    ),
    "sheets": gettext_noop(
        "The selected file has more than {limit} sheets. Delete the sheets that are not part of the "
        "standard, and upload it again."
    ),
    "merged": gettext_noop(
        "The selected file has merged cells that cover too large an area. Undo the merge, save the file, "
        "and upload it again."
    ),
    "pages": gettext_noop(
        "The selected file has more than {limit} pages. Upload only the pages with the standard."
    ),
    "paragraphs": gettext_noop(
        "The selected file has more than {limit} paragraphs or table cells. Split it into several files, "
        "and upload them one by one."
    ),
    "no_text": gettext_noop(
        "No text was found in the PDF; it may hold scanned pages only. Type the lines in, or fill in the "
        "XLSX template and upload that."
    ),
    "no_table": gettext_noop(
        "No table was found in the spreadsheet. Fill in the XLSX template and upload that."
    ),
    "scripts": gettext_noop(
        "The selected file may contain unsafe content: it has scripts or starts programs. Print it to a new PDF "
        "without them, and upload that."
    ),
    "remote": gettext_noop(
        "The selected file may contain unsafe content: it fetches a template or data from another computer. Copy "
        "its text into a new document, and upload that."
    ),
    "no_copying": gettext_noop(
        "The selected PDF does not allow its text to be copied, so it was kept but not read. Type the lines in, or "
        "upload a copy that allows copying."
    ),
    "nested": gettext_noop(
        "The selected file has tables inside tables more than {limit} deep. Put them side by side, save the "
        "file, and upload it again."
    ),
    "strict": gettext_noop(
        "The selected file was saved as “Strict Open XML”. Save it again as the ordinary Excel or Word kind, and upload "
        "the new copy."
    ),
    "web_page": gettext_noop(
        "The selected file looks like a web page, not a table: check your connection; the sign-in page of a network "
        "may have been saved in place of the file. Download the file again, and upload it."
    ),
    "not_text": gettext_noop(
        "The selected file is named like a text table but holds other data. Save it again as CSV (UTF-8) or XLSX, "
        "and upload the new copy."
    ),
    "csv_encoding": gettext_noop(
        "Row {row} has characters that are not written in {encoding} like the rows before. Open the file in the program "
        "that made it, save it as CSV (UTF-8), and upload the new copy."
    ),
    "csv_quote": gettext_noop(
        "The quotation mark opened in row {row} is not closed. Close it or delete it, and upload the file again."
    ),
    "csv_rows": gettext_noop(
        "The selected file has entries that could not be read. Nothing was stored. Correct them and upload it again."
    ),
    "too_long": gettext_noop(
        "The selected file takes too long or too much memory to read. Type the lines in, or fill in the XLSX template and "
        "upload that."
    ),
    # our own template
    "template_rows": gettext_noop(
        "The spreadsheet has entries that could not be read. Nothing was stored. Correct them and upload "
        "it again."
    ),
    "template_column": gettext_noop(
        "Row {row}: the column “{column}” is missing from the sheet “{sheet}”. Use the headings of the "
        "template."
    ),
    "template_twice": gettext_noop("Row {row}: the column “{column}” is there twice. Delete one of them."),
    "row_kind": gettext_noop(
        "Row {row}, column {column}: “{value}” is not a kind of line. Use one of: {allowed}."
    ),
    "row_text": gettext_noop(
        "Row {row}, column {column}: the text is missing. Type it in, or delete the row."
    ),
    "row_critical": gettext_noop("Row {row}, column {column}: “{value}” is neither yes nor no."),
    "row_marks": gettext_noop("Row {row}, column {column}: “{value}” is not a number from 0 to 100,000."),
    "row_long": gettext_noop(
        "Row {row}, column {column}: the text is longer than {limit} characters. Shorten it."
    ),
    "row_date": gettext_noop(
        "Row {row}, column {column}: the spreadsheet program turned the entry into a date. Format the "
        "cell as text and type it again."
    ),
    "row_error": gettext_noop(
        "Row {row}, column {column}: the cell shows the error {value}. Type the text itself."
    ),
    "row_formula": gettext_noop(
        "Row {row}, column {column}: the formula has no stored result. Save the file once in Excel or "
        "LibreOffice, or type the text itself."
    ),
    "problems_more": gettext_noop("And {count} more."),
    # warnings: the file was read, a person must look
    "nothing_found": gettext_noop(
        "No lines of a standard were recognised in this file. Type them in, or fill in the XLSX template "
        "and upload that."
    ),
    "no_criteria": gettext_noop(
        "No performance criteria were recognised in this file. Check it against the source and add what "
        "is missing."
    ),
    "unit_without_criteria": gettext_noop(
        "The unit “{unit}” has no lines below it. Check it against the source."
    ),
    "unit_listed_only": gettext_noop(
        "The unit “{unit}” is listed in the file, but its own section was not found."
    ),
    "number_gap": gettext_noop("After {before} comes {after}: a line may be missing between them."),
    "number_start": gettext_noop(
        "The first number in this place is {after}: a line may be missing before it."
    ),
    "number_twice": gettext_noop("The number {after} is used twice in the same place."),
    "number_elsewhere": gettext_noop("The number {after} does not fit the element {element} above it."),
    "text_unread": gettext_noop("Text was left unread, beginning with “{text}”."),
    "unit_thin": gettext_noop(
        "The unit “{unit}” has far fewer criteria ({count}) than the others. Check it against the source."
    ),
    "unit_flat": gettext_noop(
        "The unit “{unit}” has no elements, though other units have some. Check it against the source."
    ),
    "element_without_criteria": gettext_noop(
        "No criteria were found for “{element}”. Check it against the source."
    ),
    "short_line": gettext_noop("This line is only one word. It may be a piece of another line."),
    "label_line": gettext_noop("This text stands in several places. It may be a heading, not a criterion."),
    "glued_line": gettext_noop(
        "This line holds the number of another one. It may be several lines of the source."
    ),
    "piece_line": gettext_noop("This line begins with a small letter. It may be a piece of the line above."),
    "line_twice": gettext_noop("This line has the same text as the one before."),
    # remarks: nothing was left unread, but the source has something odd
    "source_gap": gettext_noop(
        "The source goes from {before} to {after}; nothing was left unread between them."
    ),
    "source_start": gettext_noop("The source begins with {after} here; nothing was left unread before it."),
    "source_twice": gettext_noop("The source uses the number {after} twice in the same place."),
    "unit_absent": gettext_noop(
        "The unit “{unit}” is listed in the file, but the file does not hold its text."
    ),
    "table_unread": gettext_noop("Text inside a table was left unread, beginning with “{text}”."),
    "much_unread": gettext_noop(
        "Only {percent} % of the words of this file became lines. Check that nothing is missing."
    ),
    "page_unread": gettext_noop(
        "This page has much text but none of it became a line, beginning with “{text}”."
    ),
    "long_line": gettext_noop("This line is very long. It may hold several lines of the source."),
    "old_font": gettext_noop(
        "Some text looks like an old font encoding and may be unreadable. Compare it with the source."
    ),
    "sheet_hidden": gettext_noop("The hidden sheet “{sheet}” was not read."),
    "hidden_cells": gettext_noop("Hidden rows or columns of the sheet “{sheet}” were read too: {places}."),
    "hidden_text": gettext_noop("The document has hidden text, beginning with “{text}”. It was not read."),
    "encoding": gettext_noop(
        "The file does not say how its letters are written. It was read as {encoding}: check the letters."
    ),
    "row_columns": gettext_noop(
        "Rows with more columns than the others: {rows}. A separator inside a text may have split it; compare them with "
        "the source."
    ),
    "cell_date": gettext_noop(
        "Cell {cell}: the spreadsheet program turned the entry into a date. It was read as {value}; compare it with "
        "the source."
    ),
    "cell_error": gettext_noop("Cell {cell} shows the error {value}. Type the text itself."),
    "cell_formula": gettext_noop(
        "Cell {cell} has a formula without a stored result and was not read. Save the file once in Excel or LibreOffice."
    ),
    "number_zero": gettext_noop(
        "Cell {cell}: the number {value} was read as {number}, because it follows the one before."
    ),
    "external": gettext_noop(
        "The file takes pictures or values from elsewhere ({what}). Nothing was fetched; only what is stored was read."
    ),
    "part_unread": gettext_noop(
        "The document holds a part in another format (HTML, RTF or another document) that was not read. Save it once in "
        "Word, and upload the new copy."
    ),
    "links": gettext_noop("The file has links to files on a computer. They were not followed."),
    "attached": gettext_noop("Files are attached to the PDF ({names}). They were not read."),
    "repaired": gettext_noop(
        "The file is damaged or was cut off. What could be repaired was read; check that the end is there."
    ),
    "marks": gettext_noop(
        "Some letters carry very many marks, beginning with “{text}”. Compare them with the source."
    ),
    "tracked": gettext_noop(
        "The document has tracked changes. The text was read as if all of them were accepted."
    ),
    "not_shown": gettext_noop("There are {count} more warnings of this kind."),
    # identifiers of files that were exported before, or that come from elsewhere
    "keys_unknown": gettext_noop(
        "Rows with an identifier that is unknown here ({count}) are taken as new lines, or as the present "
        "lines with the same words."
    ),
    "keys_new": gettext_noop("Identifiers that are in use elsewhere ({count}) were replaced by new ones."),
    "checks_unknown": gettext_noop(
        "Translations that are marked as checked, but whose check is not on record ({count}), are taken as draft "
        "translations. Mark them as checked here."
    ),
    "keys_twice": gettext_noop(
        "Rows with an identifier that an earlier row has (copied rows) are taken as new lines: {rows}."
    ),
    "file_elsewhere": gettext_noop(
        "The file was exported from another edition, so what changed since its export cannot be told. Its rows are "
        "compared with the present lines only."
    ),
    "case_older": gettext_noop(
        "The selected file is older than what is stored here. Nothing was changed. Export the edition again, or ask "
        "for the newest package, and upload that."
    ),
    "unit_twice": gettext_noop("The unit code “{unit}” in row {second} is that of row {first} already."),
    "base_unread": gettext_noop(
        "The hidden sheet “Base” was changed, so what the file was made from is not known any more."
    ),
    "level_column": gettext_noop(
        "The column “Level” of older templates has no place (rows that filled it in: {count}). Write a row of kind level "
        "above the lines of each level."
    ),
    "row_full": gettext_noop(
        "Row {row}, column {column}: the cell is full, so the end of the text may be cut off. A cell must hold fewer than "
        "{limit} characters: put the rest into a column “{column} (2)”."
    ),
    "row_choice": gettext_noop(
        "Row {row}, column {column}: “{value}” is not known. Use one of: {allowed}; or leave the cell empty."
    ),
    "row_depth": gettext_noop(
        "Row {row}, column {column}: “{value}” is no depth here. Use a number from 0 to {limit}."
    ),
    # CASE packages: the file as a whole
    "json_syntax": gettext_noop(
        "The selected file is not valid JSON: row {row}, column {column} cannot be read. Export the package again from the "
        "program that made it, and upload the new copy."
    ),
    "json_letters": gettext_noop(
        "The selected file has bytes that are no letters, first in row {row}. Export the package again as UTF-8, and upload "
        "the new copy."
    ),
    "json_half": gettext_noop(
        "The selected file has half of a character written as an escape (\\ud800). Correct it, and upload it again."
    ),
    "json_depth": gettext_noop(
        "The selected file is nested more than {limit} deep. A CASE package is not; export it again."
    ),
    "json_number": gettext_noop(
        "The selected file has a number that is too long, beginning with {value}. Correct it, and upload it again."
    ),
    "json_twice": gettext_noop(
        "The selected file has the name “{name}” twice in the same object. Delete one, and upload it again."
    ),
    "json_packed": gettext_noop(
        "The selected file is compressed. Unpack it first, and upload the JSON file that is inside."
    ),
    "case_package": gettext_noop(
        "The selected file is JSON, but no CASE package: an object with “CFDocument”, “CFItems” and “CFAssociations” is "
        "expected. Ask for the package (CFPackage), not for the document alone."
    ),
    "case_documents": gettext_noop(
        "The selected file holds several documents. Export one package (CFPackage) for each, and upload them one by one."
    ),
    "case_empty": gettext_noop(
        "The package has no items (“CFItems”), so there is nothing to read. Export it again with its items."
    ),
    "case_items": gettext_noop(
        "The package has more than {limit} items or associations. Split it, and upload the parts one by one."
    ),
    "case_deep": gettext_noop(
        "The groups of the package stand inside each other more than {limit} deep. Flatten it, and upload it again."
    ),
    "case_rows": gettext_noop(
        "The package has entries that could not be read. Nothing was stored. Correct them and upload it again."
    ),
    # CASE packages: single places
    "case_missing": gettext_noop("{pointer} is missing."),
    "case_wrong": gettext_noop("{pointer} must be {wanted}."),
    "case_long": gettext_noop("{pointer} is longer than {limit} characters. Shorten it."),
    "case_identifier": gettext_noop("{pointer}: “{value}” is no identifier. A UUID is expected."),
    "case_twice": gettext_noop("{pointer}: the identifier {value} is used for item {other} already."),
    "case_moment": gettext_noop(
        "{pointer}: “{value}” is no date and time with a time zone, such as 2026-11-22T03:00:00+00:00."
    ),
    "case_future": gettext_noop("{pointer}: {value} lies in the future."),
    "case_extension": gettext_noop("{pointer} is larger than {limit} kB. Shorten it."),
    "case_itself": gettext_noop("{pointer} connects an item with itself."),
    "case_ring": gettext_noop(
        "Items that contain each other in a ring ({count}): {items}. Take one of them out of the other."
    ),
    # CASE packages: what has no place here
    "case_type": gettext_noop(
        "Items of type “{name}” ({count}) are taken as kind {kind}; the name of the type is not kept."
    ),
    "case_document": gettext_noop(
        "The details of the document ({names}) and all addresses are not taken over; the edition has its own."
    ),
    "case_field": gettext_noop("The field “{name}” is not kept (items that have it: {count})."),
    "case_extensions": gettext_noop(
        "Extensions by other programs are not kept (items that have them: {count})."
    ),
    "case_association": gettext_noop("Associations of type “{name}” are not kept ({count})."),
    "case_outside": gettext_noop(
        "Associations that lead to items outside the package ({count}) are not followed and not kept."
    ),
    "case_definitions": gettext_noop("Definitions in {name} are not kept ({count})."),
    "case_rubrics": gettext_noop("Rubrics are not kept ({count})."),
    "case_translations": gettext_noop(
        "Further translations ({count}) are not kept; a line has one other language."
    ),
    "case_identifiers": gettext_noop(
        "Items with an identifier that CASE does not allow ({count}) get new identifiers."
    ),
    "case_parents": gettext_noop(
        "Items that stand in more than one place ({count}) are kept in the first one only."
    ),
}
