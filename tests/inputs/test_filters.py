"""Whatever stands behind the question mark of a list, and whatever is sent to a parser: a page, never a fault."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dates import parse_date
from core.text import ascii_digits, clean, lang_of, piled_marks
from core.zawgyi import is_zawgyi, to_unicode
from standards.models import StandardBody
from tests.access.browser import Browser, body, undone
from tests.access.scene import Scene
from tests.access.test_odd_values import _names_on
from tests.inputs.outcome import faults
from tests.inputs.test_addresses import LISTS

OWN = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: Names that no filter has, or that mean something to the database.
WILD = (
    "page",
    "per_page",
    "order_by",
    "sort",
    "pk__in",
    "state__in",
    "_connector",
    "owner__password",
    "csrfmiddlewaretoken",
    "HX-Request",
    "__class__",
    "",
    "q",
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        (
            "%",
            "\0",
            "-1",
            "9" * 400,
            "TH",
            "KH",
            "draft",
            "open",
            "true",
            "[]",
            "{}",
            "../..",
            "๒๕๖๒",
            "2562-02-30",
            "\u202e",
            "é" * 40,
        )
    ),
)


@cache
def _names(route: str, visitor: Browser) -> tuple[str, ...]:
    with undone():
        page = body(visitor.ask("co", "GET", reverse(route))).decode()
    return tuple(sorted(_names_on(page) - {"csrfmiddlewaretoken"}))


@pytest.mark.django_db
@OWN
@given(data=st.data())
def test_any_filter_of_any_list_is_answered_by_a_page(
    data: st.DataObject, scene: Scene, visitor: Browser
) -> None:
    route = data.draw(st.sampled_from(LISTS))
    names = st.one_of(st.sampled_from((*_names(route, visitor), *WILD)), st.text(max_size=20))
    pairs = data.draw(st.lists(st.tuples(names, VALUES), max_size=8))
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    who = data.draw(st.sampled_from(("co", "kh", "la", "ilo", "obs", "adm")))

    with undone():
        answer = visitor.ask(who, "GET", f"{reverse(route)}?{query.urlencode()}")

    assert faults(answer, allowed=(200, 302, 403), most=2_000_000) == []


PURE: tuple[Callable[[str], Any], ...] = (
    clean,
    parse_date,
    ascii_digits,
    lang_of,
    piled_marks,
    is_zawgyi,
    to_unicode,
)


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=300))
def test_whatever_is_typed_can_be_cleaned_and_looked_at(text: str) -> None:
    for look in PURE:
        look(text)
        look(clean(text))


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="\u200b\u200c\u2060\u3164\u00a0\u3000 \n\u00ad\u2800"))
def test_what_nobody_can_see_is_no_text(text: str) -> None:
    assert clean(text) == ""


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="កខគ្រីាំះ៉ၐကာ့်ျြောငกำู่้ ປ່ວ້ຍ", max_size=80))
def test_words_of_our_languages_carry_no_pile_of_marks_unless_typed_so(text: str) -> None:
    """Nine marks in a row are no syllable in Thai, Lao, Khmer or Burmese; up to eight are never refused."""
    marks = 0
    for letter in text:
        marks = marks + 1 if letter in "្ីាំះ៉ာ့်ျြေำู่้່້" else 0
        if marks > 8:
            return
    assert piled_marks(text) == ""


class Shown(forms.Form):
    """A form whose every word is hostile."""

    name = forms.CharField(label="<b>label</b>", help_text="<b>help</b>", initial="<b>value</b>")
    kind = forms.ChoiceField(
        label="<b>kind</b>",
        help_text="<b>hint</b>",
        choices=[("<b>", "<b>choice</b>")],
        widget=forms.RadioSelect,
    )
    many = forms.MultipleChoiceField(
        choices=[("<b>", "<b>tick</b>")], widget=forms.CheckboxSelectMultiple, help_text="<b>more</b>"
    )
    sure = forms.BooleanField(label="<b>sure</b>", help_text="<b>really</b>")


@pytest.mark.parametrize("bound", [False, True])
def test_words_around_a_field_are_never_markup(bound: bool) -> None:
    """F-16, F-17: labels, hints, choices, values and faults, as the portal renders every form."""
    form = (
        Shown({"name": "<b>typed</b>", "kind": "<b>wrong</b>", "many": ["<b>no</b>"]}) if bound else Shown()
    )
    page = Template("{% load crispy_forms_tags ui %}{% error_summary form=form %}{{ form|crispy }}").render(
        Context({"form": form})
    )

    assert "<b>" not in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("text", ["ก\u0e4d\u0e32", "cafe\u0301", "\u1112\u1161\u11ab", "Å"])
def test_one_name_in_two_spellings_is_one_name(text: str) -> None:
    """F-07: what differs only by its normal form is the same text once it is typed."""
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["𠀀𠮷 and 😀", "👩🏽‍🔧 wires", "ក្រុងភ្នំពេញ", "မြန်မာ", "ລາວ", "ไทย ๒๕๖๒"])
def test_letters_of_every_plane_are_kept(text: str, scene: Scene) -> None:
    """F-11, on both databases."""
    body_ = StandardBody.objects.create(country="KH", name=text, short_name="X")

    assert StandardBody.objects.get(pk=body_.pk).name == text
    assert clean(text) == text
