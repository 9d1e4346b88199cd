"""The one outcome that every bad input must have: a clear error, nothing lost, nothing leaked, the next user unharmed.

`faults` looks at one answer, `unharmed` at what stands in the database and in the store before and after, and asks
for a good page afterwards. Both give sentences about what is wrong, so that a test shows all of it at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.forms import BaseForm
from django.utils.html import escape

from core.audit import REFUSED, UPLOAD_REFUSED
from core.models import AuditLine
from tests.access.browser import Browser, body, undone

#: An error page is read on a phone over a bad line.
MOST_BYTES = 60_000
#: What tells of the machine behind the page.
INSIDES = re.compile(
    rb"Traceback|File &quot;/|File \"/|site-packages|/core/\w+\.py|psycopg|sqlite3|OperationalError|IntegrityError|DataError"
    rb"|DoesNotExist|MultiValueDictKeyError|KeyError|ValueError|TypeError| object at 0x|\bSELECT \w+|\bUPDATE \w+_\w+ SET"
)
#: Answers that keep what was typed on the page.
AGAIN = 422


def faults(
    response: Any, *, allowed: Iterable[int], typed: Iterable[str] = (), most: int = MOST_BYTES
) -> list[str]:
    """What is wrong with an answer to bad input; nothing when all is well."""
    status, wrong = response.status_code, []
    if status not in set(allowed):
        wrong.append(f"answered {status}, not one of {sorted(set(allowed))}")
    content = body(response)
    typed = list(typed)
    if status >= 400 and len(content) > most + 2 * sum(len(one.encode()) for one in typed):
        wrong.append(f"{len(content)} bytes of error page")
    if status >= 400 and (found := INSIDES.search(content)):
        wrong.append(f"shows {found[0]!r}")
    text = content.decode("utf-8", "replace")
    if status == AGAIN and "<html" in text:
        wrong += _form_again(text, typed)
    if 400 <= status < 500 and "<html" in text and "<h1" not in text:
        wrong.append("an error page without a heading")
    html = response.headers.get("Content-Type", "").startswith("text/html") and text.strip()
    if html and "<html" not in text:
        wrong.append("a part of a page for somebody who asked for a page")
    return wrong


def _form_again(page: str, typed: Iterable[str]) -> list[str]:
    wrong = [f"lost what was typed: {one[:40]!r}" for one in typed if not _is_on(page, one)]
    if "<title>Error:" not in page:
        wrong.append("the title does not begin with Error:")
    if "data-error-summary" not in page:
        wrong.append("no summary of the faults takes the focus")
    return wrong


def _is_on(page: str, text: str) -> bool:
    """Whether the text stands on the page, as it was typed or with line ends of another kind."""
    return escape(text) in page or escape(text.replace("\r\n", "\n")) in page


def counts() -> dict[str, int]:
    """Rows of every table of ours, and files in the store; sessions come and go, refusals are noted."""
    found = {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in ("sessions", "contenttypes")
    }
    found[AuditLine._meta.label] = AuditLine.objects.exclude(event__in=(REFUSED, UPLOAD_REFUSED)).count()
    store = Path(settings.PRIVATE_FILES)
    return found | {"files": sum(one.is_file() for one in store.rglob("*")) if store.is_dir() else 0}


def changed(before: Mapping[str, int]) -> list[str]:
    """Tables (or the store) that grew or shrank since `before`."""
    return [
        f"{name}: {before[name]} before, {number} after"
        for name, number in counts().items()
        if number != before[name]
    ]


def next_user(visitor: Browser, who: str = "co") -> list[str]:
    """A good request right afterwards is answered as ever."""
    with undone():
        answers = {url: visitor.ask(who, "GET", url).status_code for url in ("/", "/help/")}
    return [f"afterwards {url} answers {status}" for url, status in answers.items() if status != 200]


@contextmanager
def forms_asked() -> Iterator[list[BaseForm]]:
    """Every form that reads what was sent, while the block runs."""
    seen: list[BaseForm] = []
    really = BaseForm.full_clean

    def full_clean(form: BaseForm) -> None:
        if form.is_bound and not any(one is form for one in seen):
            seen.append(form)
        really(form)

    BaseForm.full_clean = full_clean  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        BaseForm.full_clean = really  # type: ignore[method-assign]


@contextmanager
def values_written() -> Iterator[list[Any]]:
    """Every value that goes into a statement that writes, while the block runs; sessions are left out."""
    found: list[Any] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE") and "django_session" not in sql:
            found.extend(params or ())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found
