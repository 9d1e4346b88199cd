"""Saving from a known revision, and the words of the page that shows two versions."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from core.conflicts import Conflict, _difference, _set_revision, save_revision
from corridors.models import Activity
from tests.factories import world


class Form(forms.Form):
    """One field of each kind."""

    title = forms.CharField(required=False)
    day = forms.DateField(required=False)
    sure = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("Group", [("a", "Kind A"), ("b", "Kind B")])])
    many = forms.MultipleChoiceField(choices=[("x", "Ex"), ("y", "Why")], required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


@pytest.fixture
def row(db: None) -> Activity:
    return Activity.objects.create(ref="row", pilot=world.pilot(), title="Before")


def test_a_save_from_the_present_revision_counts_it_up(row: Activity) -> None:
    saved = save_revision(row, revision=1, title="After")
    assert (saved.title, saved.revision) == ("After", 2)


def test_a_save_from_an_old_revision_writes_nothing_and_brings_the_row_as_it_is(row: Activity) -> None:
    save_revision(row, revision=1, title="Theirs")
    with pytest.raises(Conflict) as told:
        save_revision(row, revision=1, title="Mine", note="Mine")
    assert (told.value.current.title, told.value.current.note) == ("Theirs", "")  # type: ignore[attr-defined]


def test_both_versions_are_told_in_the_words_of_the_form(row: Activity) -> None:
    form = Form(QueryDict("title=Mine&day=2019-06-03&kind=a&many=y&many=x&revision=1"))
    assert form.is_valid()
    theirs = {"title": "Theirs", "day": date(2019, 7, 1), "sure": True, "kind": "b", "many": []}
    told = {name: _difference(form, row, name, value) for name, value in theirs.items()}
    assert {name: (one.mine, one.theirs) for name, one in told.items()} == {
        "title": ("Mine", "Theirs"),
        "day": ("3 June 2019", "1 July 2019"),
        "sure": ("no", "yes"),
        "kind": ("Kind A", "Kind B"),
        "many": ("Ex, Why", ""),
    }


def test_the_form_carries_the_new_revision_and_keeps_what_was_typed() -> None:
    form = Form(QueryDict("title=Mine&kind=a&revision=1"))
    _set_revision(form, 7)
    assert (form["revision"].value(), form["title"].value()) == ("7", "Mine")
