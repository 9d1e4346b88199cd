"""Every text field of every form behind every route: scripts, templates, characters that no database keeps, piles
of marks, too much, and nothing that can be seen (F-01, F-03 to F-06, F-10, F-11, F-17, T-12)."""

from __future__ import annotations

import re

import pytest

from tests.access.browser import Browser, body, undone
from tests.access.scene import Scene
from tests.inputs.fields import Place, place_of, posting_routes
from tests.inputs.outcome import changed, counts, faults, next_user, values_written

pytestmark = pytest.mark.django_db

#: Fits the shortest name; every piece would do something where it is not shown as typed.
SCRIPT = '"><img src=x onerror=q()><script>q()</script>{{7*7191}}${7*7191}{% now "Y" %}'
DONE = re.compile(rb"<img src=x|<script>q\(\)|50337")
#: What may not be kept: NUL, backspace, no character at all, direction turned round.
ODD = "a\0b\x08c\uffffd\u202ee"
KEPT = re.compile("[\0\x08\uffff\u202e]")
MARKS = "e" + "\u0301" * 1000
UNSEEN = "\u00a0\u3000\u200b\u2060\u3164 "
#: Answers to a form that may be right or wrong.
ANSWERS = (200, 204, 302, 303, 409, 410, 422)

#: A file name that shows nothing is replaced by one (U-18).
NAMES = {"standards:upload-begin"}
ROUTES = posting_routes()


@pytest.mark.parametrize("route", ROUTES)
def test_text_fields_take_or_refuse_odd_texts(route: str, scene: Scene, visitor: Browser) -> None:
    place = place_of(route, scene, visitor)
    if not place.texts:
        pytest.skip("no text field")

    wrong = [f"script: {one}" for one in _script(place, visitor)]
    wrong += [f"odd characters: {one}" for one in _odd(place, visitor)]
    wrong += [f"1,000 marks: {one}" for one in _refused(place, visitor, MARKS)]
    longest = max(field.max_length or 0 for field in place.texts.values())
    if longest:
        wrong += [f"too long: {one}" for one in _refused(place, visitor, "x" * (longest + 1))]
    wrong += next_user(visitor)

    assert not wrong, "\n".join(wrong)


def _script(place: Place, visitor: Browser) -> list[str]:
    """Shown as typed wherever it is shown: on the answer, or on the page to which it leads."""
    with undone():
        answer = visitor.ask(place.who, "POST", place.url, place.filled(SCRIPT))
        wrong = faults(answer, allowed=ANSWERS, most=400_000)
        if found := DONE.search(body(answer)):
            wrong.append(f"the answer holds {found[0]!r}")
        if answer.status_code in (302, 303):
            page = visitor.ask(place.who, "GET", answer.headers["Location"])
            if found := DONE.search(body(page)):
                wrong.append(f"the page after it holds {found[0]!r}")
    return wrong


def _odd(place: Place, visitor: Browser) -> list[str]:
    """Characters that cannot be stored are left out or refused; they never reach the database."""
    with undone(), values_written() as written:
        answer = visitor.ask(place.who, "POST", place.url, place.filled(ODD))
        wrong = faults(answer, allowed=ANSWERS, most=400_000)
    kept = [value for value in written if isinstance(value, str) and KEPT.search(value)]
    return wrong + [f"kept {value[:40]!r}" for value in kept]


def _refused(place: Place, visitor: Browser, value: str) -> list[str]:
    """The form comes back with everything typed; nothing was written. More than the portal takes at all is 413."""
    most = 400_000 + 8 * len(value) * len(place.texts)
    with undone():
        before = counts()
        answer = visitor.ask(place.who, "POST", place.url, place.filled(value))
        return faults(answer, allowed=(409, 413, 422), typed=[value[:200]], most=most) + changed(before)


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in NAMES])
def test_a_required_text_cannot_be_invisible(route: str, scene: Scene, visitor: Browser) -> None:
    place = place_of(route, scene, visitor)
    required = [name for name, field in place.texts.items() if field.required]
    if not required:
        pytest.skip("no text is required")

    with undone():
        before = counts()
        answer = visitor.ask(place.who, "POST", place.url, place.sound | dict.fromkeys(required, UNSEEN))
        wrong = faults(answer, allowed=(409, 422), most=400_000) + changed(before)

    assert not wrong, "\n".join(wrong)
