"""Reference data: who keeps what, what may not be taken away, and that nobody overwrites anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core.conflicts import Conflict
from core.queries import history_of
from core.states import IllegalMove
from standards import actions
from standards.models import FrameworkLevel, LevelFramework, Occupation, SkillArea, StandardBody
from standards.queries import reference
from tests.conftest import Cast
from tests.factories import world

pytestmark = pytest.mark.django_db


def framework(country: str = "KH", short_name: str = "CQF", **fields: Any) -> LevelFramework:
    values: dict[str, Any] = {"name": "Qualifications framework", "source": "", "as_of": None, "note": ""}
    return actions.add_framework(country=country, short_name=short_name, by=None, **values | fields)


def test_levels_stand_in_the_order_in_which_they_were_added() -> None:
    ladder = framework()
    for label in ("1", "2", "3"):
        actions.add_level(framework=ladder, label=label, by=None)

    assert [(level.position, level.label) for level in reference.levels_of(ladder)] == [
        (1, "1"),
        (2, "2"),
        (3, "3"),
    ]


def test_a_country_has_one_framework_of_a_name_and_another_country_may_use_it_too() -> None:
    framework("KH", "NQF")
    framework("TH", "NQF")

    with pytest.raises(ValidationError):
        framework("KH", "NQF")


def test_a_level_of_the_region_stays_while_national_levels_are_referenced_to_it(cast: Cast) -> None:
    region = actions.add_level(framework=framework("", "AQRF"), label="2", by=None)
    actions.add_level(
        framework=framework(), label="2", regional=region, regional_source="Referencing report", by=None
    )

    with pytest.raises(IllegalMove):
        actions.remove_level(level=region, by=cast.administrator)

    assert FrameworkLevel.objects.filter(pk=region.pk).exists()


def test_an_occupation_that_standards_use_stays_with_its_skill_area(cast: Cast) -> None:
    edition = world.edition("KH", by=cast.focal_kh)
    area = edition.standard.skill_area
    other = Occupation.objects.create(isco="7123", title="Plasterers")

    with pytest.raises(IllegalMove):
        actions.edit_skill_area(
            area=area, title=area.title, occupations=[other], revision=area.revision, by=cast.administrator
        )

    assert edition.standard.occupation in area.occupations.all()


def test_the_second_of_two_editors_is_told(cast: Cast) -> None:
    body = actions.add_body(country="KH", name="Standards board", short_name="SB", by=None)
    opened = body.revision
    actions.edit_body(body=body, name="Board", short_name="SB", revision=opened, by=cast.focal_kh)

    with pytest.raises(Conflict):
        actions.edit_body(body=body, name="Office", short_name="SB", revision=opened, by=cast.focal_kh)

    assert StandardBody.objects.get(pk=body.pk).name == "Board"


def test_the_second_editor_gets_both_versions_on_the_page(client: Client, cast: Cast) -> None:
    body = actions.add_body(country="KH", name="Standards board", short_name="SB", by=None)
    opened = body.revision
    actions.edit_body(body=body, name="Board", short_name="SB", revision=opened, by=cast.focal_kh)
    client.force_login(cast.focal_kh)

    response = client.post(
        reverse("standards:body-edit", args=[body.pk]),
        {"name": "Office", "short_name": "SB", "revision": opened},
    )

    assert response.status_code == 409
    assert "Board" in response.content.decode()
    assert "Office" in response.content.decode()


def test_a_change_is_in_the_history_with_old_and_new(cast: Cast) -> None:
    ladder = framework(name="Framework")
    actions.edit_framework(
        framework=ladder, name="Framework of Cambodia", revision=ladder.revision, by=cast.focal_kh
    )

    line = history_of(ladder).first()

    assert line is not None
    assert line.changes == [("name", "Framework", "Framework of Cambodia")]


@pytest.mark.parametrize(
    ("route", "data", "told"),
    [
        ("standards:occupation-new", {"isco": "71", "title": "Builders"}, "four digits"),
        ("standards:occupation-new", {"isco": "7112", "title": ""}, "title of the occupation"),
        ("standards:area-new", {"title": "Tiling"}, "at least one occupation"),
        ("standards:framework-new", {"name": "AQRF", "short_name": ""}, "short name"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Client, cast: Cast, route: str, data: dict[str, str], told: str
) -> None:
    client.force_login(cast.administrator)

    response = client.post(reverse(route), data)
    text = response.content.decode()

    assert response.status_code == 422
    assert told in text
    assert all(f'value="{value}"' in text for value in data.values() if value)


def test_a_body_that_is_there_is_not_added_a_second_time(client: Client, cast: Cast) -> None:
    actions.add_body(country="KH", name="Standards board", short_name="SB", by=None)
    client.force_login(cast.focal_kh)

    response = client.post(reverse("standards:body-new"), {"name": "Standards board", "short_name": "Board"})

    assert response.status_code == 422
    assert "has a body of this name already" in response.content.decode()
    assert StandardBody.objects.get(country="KH").short_name == "SB"


def test_a_referencing_needs_its_source(client: Client, cast: Cast) -> None:
    region = actions.add_level(framework=framework("", "AQRF"), label="2", by=None)
    ladder = framework()
    client.force_login(cast.focal_kh)

    response = client.post(
        reverse("standards:level-new", args=[ladder.ref]), {"label": "2", "regional": region.pk}
    )

    assert response.status_code == 422
    assert not ladder.levels.exists()


@pytest.mark.parametrize("route", ["areas", "occupations", "bodies", "frameworks"])
@pytest.mark.parametrize("count", [1, 10, 1000])
def test_a_list_asks_the_database_equally_often_for_any_number_of_rows(
    client: Client, cast: Cast, route: str, count: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    occupations = Occupation.objects.bulk_create(
        Occupation(isco=f"9{number:04}", title=f"Occupation {number}") for number in range(count)
    )
    areas = SkillArea.objects.bulk_create(
        SkillArea(slug=f"area-{number}", title=f"Area {number}") for number in range(count)
    )
    SkillArea.occupations.through.objects.bulk_create(
        SkillArea.occupations.through(skillarea_id=area.pk, occupation_id=one.pk)
        for area, one in zip(areas, occupations, strict=True)
    )
    StandardBody.objects.bulk_create(
        StandardBody(country="KH", name=f"Body {number}", short_name="B") for number in range(count)
    )
    LevelFramework.objects.bulk_create(
        LevelFramework(ref=f"f-{number}", country="KH", name="Ladder", short_name=f"L{number}")
        for number in range(count)
    )
    client.force_login(cast.administrator)

    with django_assert_max_num_queries(7):
        response = client.get(reverse(f"standards:{route}"))

    assert response.status_code == 200


def test_words_find_a_skill_area_by_its_occupations(client: Client, cast: Cast) -> None:
    world.skill_area(world.BRICKLAYING)
    world.skill_area(world.WIRING)
    client.force_login(cast.expert_one)

    text = client.get(reverse("standards:areas"), {"q": "bricklay"}).content.decode()

    assert world.BRICKLAYING in text
    assert world.WIRING not in text


def test_only_owners_are_offered_the_buttons(client: Client, cast: Cast) -> None:
    ladder = framework("KH")
    page = reverse("standards:framework", args=[ladder.ref])
    edit = reverse("standards:framework-edit", args=[ladder.ref])

    client.force_login(cast.focal_kh)
    assert edit in client.get(page).content.decode()
    client.force_login(cast.focal_la)
    assert edit not in client.get(page).content.decode()
