"""Pages of the library: thin functions behind a guard."""

from __future__ import annotations

from standards.views.acts import act
from standards.views.confirming import confirm
from standards.views.editions import accept, create, detail, edit, new_edition, publish, return_
from standards.views.exports import export, export_case, export_csv, exports, template
from standards.views.files import source
from standards.views.intakes import discard, intake, progress, retry
from standards.views.library import library_list, print_
from standards.views.lines import line
from standards.views.pages import intake_page
from standards.views.typing import paste, type_lines
from standards.views.uploads import upload

__all__ = [
    "accept",
    "act",
    "confirm",
    "create",
    "detail",
    "discard",
    "edit",
    "export",
    "export_case",
    "export_csv",
    "exports",
    "intake",
    "intake_page",
    "library_list",
    "line",
    "new_edition",
    "paste",
    "print_",
    "progress",
    "publish",
    "retry",
    "return_",
    "source",
    "template",
    "type_lines",
    "upload",
]
