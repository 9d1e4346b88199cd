"""What is known about an edition: typed in forms, shown on its page; a question where it seems to be there already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.refs import make_ref
from standards import actions
from standards.forms import NewStandardForm
from standards.forms.days import IssueDay
from standards.lines import NewLine
from standards.models import Edition, LevelFramework
from standards.states import EditionState
from tests.conftest import Cast, World
from tests.factories import people, world

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(cast: Cast) -> Edition:
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT, title="Bricklayer")


def framework(country: str, name: str) -> LevelFramework:
    return LevelFramework.objects.create(
        ref=make_ref(country, name), country=country, name=name, short_name=name
    )


def typed(edition: Edition, **changes: object) -> dict[str, object]:
    standard = edition.standard
    return {
        "body": standard.body_id,
        "occupation": f"{standard.skill_area_id}-{standard.occupation_id}",
        "title": standard.title,
        "label": edition.label,
        "language": "km",
        "revision": edition.revision,
        **changes,
    }


def test_details_are_typed_and_shown(cast: Cast, draft: Edition, as_user: SignIn) -> None:
    ladder = framework("KH", "CQF")
    client = as_user(cast.focal_kh)
    office = people.organisation("mlvt")
    data = typed(
        draft,
        licence="CC BY 4.0",
        level_framework=ladder.pk,
        owner=office.pk,
        issued_on="31/03/2561",
        legal_basis="Prakas 42",
    )

    assert client.post(reverse("standards:edit", args=[draft.ref]), data).status_code == 303

    content = client.get(reverse("standards:detail", args=[draft.ref])).content.decode()
    for words in ("CC BY 4.0", "CQF", str(office), "31 March 2018", "Prakas 42", "Khmer"):
        assert words in content
    form = client.get(reverse("standards:edit", args=[draft.ref])).content.decode()
    assert "31/03/2018" in form
    again = actions.new_edition(edition=_accepted(draft), by=cast.focal_kh)
    assert (again.licence, again.level_framework) == ("CC BY 4.0", ladder)


def _accepted(edition: Edition) -> Edition:
    Edition.objects.filter(pk=edition.pk).update(state=EditionState.ACCEPTED)
    return Edition.objects.get(pk=edition.pk)


def test_only_the_countrys_own_frameworks_offices_and_bodies_are_offered(
    cast: Cast, draft: Edition, as_user: SignIn
) -> None:
    own, other = framework("KH", "CQF"), framework("TH", "NQF")
    foreign = world.edition("TH", by=cast.coordinator).standard.body
    client = as_user(cast.focal_kh)
    address = reverse("standards:edit", args=[draft.ref])
    content = client.get(address).content.decode()

    assert own.name in content
    assert other.name not in content
    for wrong in (
        {"level_framework": other.pk},
        {"owner": people.organisation("dsd").pk},
        {"body": foreign.pk},
        {"issued_on": "31/13/2561"},
        {"issued_on": "soon"},
    ):
        assert client.post(address, typed(draft, **wrong)).status_code == 422


def test_the_name_of_a_released_standard_stays_but_its_office_may_change(
    small_world: World, as_user: SignIn
) -> None:
    cast = small_world.cast
    copy = actions.new_edition(edition=small_world.cambodian, by=cast.focal_kh)
    office = people.organisation("mlvt")
    before = copy.standard.title
    data = typed(copy, label="2031", title="Another name", owner=office.pk, licence="Open")

    assert as_user(cast.focal_kh).post(reverse("standards:edit", args=[copy.ref]), data).status_code == 303

    copy = Edition.objects.select_related("standard").get(pk=copy.pk)
    assert (copy.standard.title, copy.standard.owner, copy.licence) == (before, office, "Open")


@pytest.mark.parametrize(
    "text",
    [
        "31/03/2018",
        "31/03/2561",
        "๓๑/๐๓/๒๕๖๑",
        "៣១/០៣/២០១៨",
        "໓໑/໐໓/໒໐໑໘",
        "၃၁/၀၃/၂၀၁၈",
        "2018-03-31",
        "31.3.2018",
    ],
)
def test_a_date_is_understood_in_the_ways_of_the_region(text: str) -> None:
    assert IssueDay().clean(text) == date(2018, 3, 31)


@pytest.mark.parametrize(
    "text", ["31/02/2561", "2561", "31/03/61", "²/3/2018", "1/1/1700", "1/1/9999", "x" * 500]
)
def test_a_date_that_is_none_gets_a_sentence(text: str) -> None:
    with pytest.raises(ValidationError):
        IssueDay().clean(text)


class TestThereIsOneAlready:
    def data(self, draft: Edition, **changes: object) -> dict[str, object]:
        standard = draft.standard
        return {
            "body": standard.body_id,
            "occupation": f"{standard.skill_area_id}-{standard.occupation_id}",
            "title": "BRICK  layer",
            "label": "2024",
            "language": "",
            "note": "Typed with care",
            **changes,
        }

    def test_the_form_asks_once_and_keeps_what_was_typed(
        self, cast: Cast, draft: Edition, as_user: SignIn
    ) -> None:
        client = as_user(cast.focal_kh)
        address = reverse("standards:create")

        asked = client.post(address, self.data(draft))
        content = asked.content.decode()
        assert asked.status_code == 422
        assert reverse("standards:detail", args=[draft.ref]) in content
        assert "Typed with care" in content
        assert 'type="checkbox"' in content
        assert Edition.objects.count() == 1
        assert client.post(address, self.data(draft, create_anyway="on")).status_code == 303
        assert Edition.objects.count() == 2

    @pytest.mark.parametrize(
        ("title", "label", "asks"),
        [
            ("Bricklayer, level 1", "2024", True),
            ("Tile setter", "2018", True),
            ("Tile setter", "2024", False),
            ("Brick", "2024", False),
        ],
    )
    def test_what_counts_as_the_same(
        self, cast: Cast, draft: Edition, title: str, label: str, asks: bool
    ) -> None:
        form = NewStandardForm(self.data(draft, title=title, label=label), user=cast.focal_kh)
        assert form.is_valid() is not asks

    def test_other_countries_other_occupations_and_the_bin_do_not_count(
        self, cast: Cast, draft: Edition
    ) -> None:
        area = world.skill_area(world.WIRING)
        other = f"{area.pk}-{area.occupations.get().pk}"
        assert NewStandardForm(self.data(draft, occupation=other), user=cast.focal_kh).is_valid()
        lao = self.data(draft, body="", new_body="Board")
        assert NewStandardForm(lao, user=cast.focal_la).is_valid()
        actions.throw_away(edition=draft, by=cast.focal_kh)
        assert NewStandardForm(self.data(draft), user=cast.focal_kh).is_valid()


def test_the_page_says_how_far_each_translation_can_be_trusted(
    cast: Cast, draft: Edition, as_user: SignIn
) -> None:
    rows = [
        NewLine("criterion", "1", "Plain"),
        NewLine("criterion", "2", "By a machine", "ភាសាខ្មែរ", translation="machine"),
        NewLine("criterion", "3", "By a person", "ភាសា", translation="checked", checked_by=cast.expert_kh.pk),
    ]
    actions.write_lines(edition=draft, rows=rows, by=cast.focal_kh)
    content = as_user(cast.focal_kh).get(reverse("standards:detail", args=[draft.ref])).content.decode()

    assert "machine translation 1, checked translation 1" in " ".join(content.split())
    assert "Checked translation, National expert, Cambodia" in content
    assert content.count("Machine translation") == 1
    assert 'class="original" lang="km"' in content


def test_a_long_edition_comes_folded_and_stays_small(cast: Cast, draft: Edition, as_user: SignIn) -> None:
    rows = []
    for unit in range(40):
        rows.append(NewLine("unit", f"U{unit}", f"Unit {unit}"))
        rows += [
            NewLine(
                "criterion", f"{unit}.{n}", f"Criterion {n} of unit {unit} is done as the plan says", depth=1
            )
            for n in range(25)
        ]
    actions.write_lines(edition=draft, rows=rows, by=cast.focal_kh)
    client = as_user(cast.focal_kh)
    address = reverse("standards:detail", args=[draft.ref])

    page = client.get(address)
    content = page.content.decode()
    assert "Criterion 3 of unit 7" not in content
    assert "25 lines, 25 to compare" in content
    assert len(page.content) < 80_000
    head = draft.lines.get(number="U7")
    part = client.get(address, {"part": head.pk}, headers={"HX-Request": "true"}).content.decode()
    assert "Criterion 3 of unit 7" in part
    assert "Criterion 3 of unit 8" not in part
    assert "<html" not in part
    whole = client.get(address, {"open": "all"}).content.decode()
    assert "Criterion 3 of unit 39" in whole
    assert "Fold all" in whole
