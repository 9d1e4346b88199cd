"""Pages of corridors, steps, submission and the action plan: who sees what, what is refused, what stays typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from corridors import actions
from corridors.models import Activity, Corridor
from corridors.states import ActivityState, Priority
from standards.actions import type_lines
from standards.models import Edition, SkillArea
from standards.states import EditionState
from tests.conftest import World
from tests.factories import world

SignIn = Callable[[User], Client]
#: Budget of a list page, whatever its length: session, person, navigation, and what the page shows.
LIST_QUERIES = 10


def plan(w: World, title: str, **fields: object) -> Activity:
    return actions.plan_activity(pilot=w.pilot, title=title, by=w.cast.coordinator, **fields)  # type: ignore[arg-type]


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


# --- The list


def test_everybody_sees_the_corridors_of_their_side_only(small_world: World, as_user: SignIn) -> None:
    seen = {
        small_world.cast.coordinator: 4,
        small_world.cast.expert_two: 1,
        small_world.cast.focal_kh: 2,
        small_world.cast.focal_la: 1,
        small_world.cast.reviewer: 4,
        small_world.cast.observer: 0,
        small_world.cast.administrator: 0,
    }
    for person, count in seen.items():
        page = as_user(person).get(reverse("corridors:list"))
        assert (page.status_code, page.context["page"].paginator.count) == (200, count), person


def test_the_list_is_searched_and_filtered_in_the_address(small_world: World, as_user: SignIn) -> None:
    small_world.th_la.priority = Priority.SECONDARY
    small_world.th_la.save()
    browser = as_user(small_world.cast.coordinator)

    def found(query: str) -> set[Corridor]:
        return set(browser.get(reverse("corridors:list") + query).context["page"])

    assert found("?q=myan") == {small_world.th_mm}
    assert found("?q=wiring") == {small_world.th_kh_wiring}
    assert found("?country=KH") == {small_world.th_kh, small_world.th_kh_wiring}
    assert found(f"?skill_area={world.skill_area().slug}&country=KH") == {small_world.th_kh}
    assert found("?priority=secondary") == {small_world.th_la}
    assert len(found("?priority=nonsense&page=99")) == 4
    assert "No corridor fits" in words(browser.get(reverse("corridors:list") + "?q=zzz"))


def test_an_empty_list_says_what_will_stand_there(small_world: World, as_user: SignIn) -> None:
    assert "No corridor yet" in words(as_user(small_world.cast.observer).get(reverse("corridors:list")))


def test_without_signing_in_there_is_only_the_sign_in_page(client: Client, db: None) -> None:
    assert client.get(reverse("corridors:list")).status_code == 302


@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_the_list_takes_the_same_queries_for_any_number_of_corridors(
    small_world: World, as_user: SignIn, django_assert_max_num_queries: Callable[..., object], rows: int
) -> None:
    areas = SkillArea.objects.bulk_create(SkillArea(slug=f"area-{n}", title=f"Area {n}") for n in range(rows))
    Corridor.objects.bulk_create(
        Corridor(
            ref=f"extra-{n}",
            pilot=small_world.pilot,
            receiving_country="TH",
            sending_country="VN",
            skill_area=area,
            priority=Priority.PRIMARY,
        )
        for n, area in enumerate(areas)
    )
    browser = as_user(small_world.cast.coordinator)
    with django_assert_max_num_queries(LIST_QUERIES):
        assert browser.get(reverse("corridors:list")).status_code == 200


# --- Steps


def step_url(corridor: Corridor, code: str = "2") -> str:
    return reverse("corridors:step", kwargs={"ref": corridor.ref, "code": code})


def test_the_receiving_coordinator_closes_and_opens_a_step(small_world: World, as_user: SignIn) -> None:
    browser = as_user(small_world.cast.coordinator)
    url = step_url(small_world.th_kh)
    assert "Close the step" in words(browser.get(url))
    answer = browser.post(url, {"reason": "Compared on day 1.", "wanted": "closed"})
    assert answer.status_code == 302
    assert small_world.th_kh.steps.get(code="2").state == "closed"
    assert "Compared on day 1." in words(browser.get(url))
    browser.post(url, {"reason": "More to do.", "wanted": "open"})
    assert small_world.th_kh.steps.get(code="2").state == "open"


def test_a_step_needs_a_reason_and_a_second_press_is_told_so(small_world: World, as_user: SignIn) -> None:
    browser = as_user(small_world.cast.coordinator)
    url = step_url(small_world.th_kh)
    refused = browser.post(url, {"reason": " ", "wanted": "closed"})
    assert refused.status_code == 422
    assert "Say why" in words(refused)
    browser.post(url, {"reason": "Done.", "wanted": "closed"})
    browser.post(url, {"reason": "Done too.", "wanted": "closed"})
    step = small_world.th_kh.steps.get(code="2")
    assert (step.state, step.reason) == ("closed", "Done.")


def test_others_may_not_close_a_step(small_world: World, as_user: SignIn) -> None:
    answers = {
        small_world.cast.expert_one: 403,
        small_world.cast.focal_kh: 403,
        small_world.cast.reviewer: 403,
        small_world.cast.expert_two: 404,
        small_world.cast.focal_la: 404,
        small_world.cast.observer: 404,
    }
    for person, status in answers.items():
        assert as_user(person).post(step_url(small_world.th_kh), {"reason": "x"}).status_code == status, (
            person
        )
    assert as_user(small_world.cast.coordinator).get(step_url(small_world.th_kh, "99")).status_code == 404


# --- Submission


def submit_url(edition: object) -> str:
    return reverse("corridors:submit-edition", kwargs={"ref": edition.ref})  # type: ignore[attr-defined]


def test_the_check_page_names_who_will_read_the_edition_and_submits_it(
    small_world: World, as_user: SignIn
) -> None:
    edition = world.edition("KH", by=small_world.cast.focal_kh, state=EditionState.DRAFT)
    browser = as_user(small_world.cast.focal_kh)
    page = words(browser.get(submit_url(edition)))
    assert "Department of Skill Development" in page
    assert "Group I" in page
    assert "8 lines" in page
    assert "4 of them can be compared" in page
    assert "Skills Development Institute" not in page
    edition.refresh_from_db()
    assert edition.is_draft
    answer = browser.post(submit_url(edition))
    assert answer.status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.SUBMITTED
    assert edition.shares.count() == 2
    assert edition in Edition.objects.visible_to(small_world.cast.coordinator)


def test_the_check_page_names_lines_that_are_not_confirmed(small_world: World, as_user: SignIn) -> None:
    edition = world.edition("KH", by=small_world.cast.focal_kh, state=EditionState.DRAFT)
    browser = as_user(small_world.cast.focal_kh)
    assert "not in the draft yet" not in words(browser.get(submit_url(edition)))

    intake, _open = type_lines(edition=edition, by=small_world.cast.focal_kh)
    page = browser.get(submit_url(edition))

    assert "not in the draft yet" in words(page)
    assert reverse("standards:intake", args=[intake.ref]) in page.content.decode()


def test_an_edition_is_submitted_once(small_world: World, as_user: SignIn) -> None:
    browser = as_user(small_world.cast.focal_kh)
    for answer in (
        browser.get(submit_url(small_world.cambodian)),
        browser.post(submit_url(small_world.cambodian)),
    ):
        assert answer.status_code == 302
    page = browser.get(reverse("corridors:list"))
    assert "Only a draft can be submitted" in words(page)


def test_an_edition_without_lines_offers_no_button_and_is_refused(
    small_world: World, as_user: SignIn
) -> None:
    edition = world.edition(
        "KH",
        by=small_world.cast.focal_kh,
        state=EditionState.DRAFT,
        lines=[("unit", "1", "Heading", 0, False)],
    )
    browser = as_user(small_world.cast.focal_kh)
    assert "cannot be submitted yet" in words(browser.get(submit_url(edition)))
    browser.post(submit_url(edition))
    edition.refresh_from_db()
    assert edition.is_draft


def test_only_the_country_itself_submits_and_a_draft_exists_for_nobody_else(
    small_world: World, as_user: SignIn
) -> None:
    edition = world.edition("KH", by=small_world.cast.focal_kh, state=EditionState.DRAFT)
    answers = {
        small_world.cast.expert_kh: 403,
        small_world.cast.coordinator: 404,
        small_world.cast.focal_la: 404,
        small_world.cast.reviewer: 404,
    }
    for person, status in answers.items():
        assert as_user(person).post(submit_url(edition)).status_code == status, person
    assert as_user(small_world.cast.coordinator).post(submit_url(small_world.cambodian)).status_code == 403


# --- The plan


def plan_url(w: World, query: str = "") -> str:
    return reverse("corridors:plan", kwargs={"ref": w.pilot.ref}) + query


def test_a_sending_country_reads_common_rows_and_its_own(small_world: World, as_user: SignIn) -> None:
    visits = plan(small_world, "Visit CLM countries")
    plan(small_world, "Cambodia visit", parent=visits, country="KH")
    plan(small_world, "Lao PDR visit", parent=visits, country="LA")
    page = words(as_user(small_world.cast.focal_kh).get(plan_url(small_world)))
    assert "Cambodia visit" in page
    assert "Visit CLM countries" in page
    assert "Lao PDR visit" not in page
    assert "Add an activity" not in page
    assert "Add an activity" in words(as_user(small_world.cast.coordinator).get(plan_url(small_world)))
    assert as_user(small_world.cast.observer).get(plan_url(small_world)).status_code == 404


def test_the_plan_is_filtered_and_shows_where_a_row_stands(small_world: World, as_user: SignIn) -> None:
    visits = plan(small_world, "Visit CLM countries")
    plan(small_world, "Cambodia visit", parent=visits, country="KH", planned_end=date(2019, 6, 5))
    plan(small_world, "Final meeting", kind="assistance")
    plan(small_world, "In the corridor", corridor=small_world.th_mm)
    browser = as_user(small_world.cast.coordinator)

    def found(query: str) -> list[tuple[str, bool]]:
        page = browser.get(plan_url(small_world, query)).context["page"]
        return [(item.activity.title, item.matches) for item in page]

    assert found("?country=KH") == [("Visit CLM countries", False), ("Cambodia visit", True)]
    assert found("?state=late") == [("Visit CLM countries", False), ("Cambodia visit", True)]
    assert found("?kind=assistance") == [("Final meeting", True)]
    assert found("?q=FINAL") == [("Final meeting", True)]
    assert found(f"?corridor={small_world.th_mm.ref}") == [("In the corridor", True)]
    assert found("?state=done") == []
    assert "No activity fits" in words(browser.get(plan_url(small_world, "?q=zzz")))
    assert len(found("?state=nonsense&from=x&page=y")) == 4


def test_the_calendar_says_in_words_what_its_marks_show(small_world: World, as_user: SignIn) -> None:
    row = plan(
        small_world,
        "Sewing mission",
        planned_start=date(2019, 5, 27),
        planned_end=date(2019, 5, 31),
        dates_illustrative=True,
    )
    Activity.objects.filter(pk=row.pk).update(actual_start=date(2019, 6, 12), actual_end=date(2019, 6, 14))
    response = as_user(small_world.cast.coordinator).get(plan_url(small_world, "?view=weeks"))
    page = words(response)
    assert response.context["calendar"].months == ["May 2019", "June 2019"]
    assert page.count("WK1") >= 2
    assert "planned 27 May 2019 to 31 May 2019" in page
    assert "actual 12 June 2019 to 14 June 2019" in page
    assert "illustrative" in page


def test_a_plan_over_many_years_is_shown_a_year_at_a_time(small_world: World, as_user: SignIn) -> None:
    plan(small_world, "Early", planned_start=date(2019, 3, 1))
    plan(small_world, "Late", planned_end=date(2023, 3, 1))
    browser = as_user(small_world.cast.coordinator)
    calendar = browser.get(plan_url(small_world, "?view=weeks")).context["calendar"]
    assert (len(calendar.months), calendar.earlier, calendar.later) == (12, "", "2020-03")
    calendar = browser.get(plan_url(small_world, "?view=weeks&from=2020-03")).context["calendar"]
    assert (calendar.months[0], calendar.earlier) == ("March 2020", "2019-03")


@pytest.mark.parametrize("view", ["list", "weeks"])
@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_the_plan_takes_the_same_queries_for_any_number_of_rows(
    small_world: World,
    as_user: SignIn,
    django_assert_max_num_queries: Callable[..., object],
    rows: int,
    view: str,
) -> None:
    top = plan(
        small_world, "Top", owner=small_world.cast.coordinator.organisation, corridor=small_world.th_kh
    )
    Activity.objects.bulk_create(
        Activity(
            ref=f"row-{n}",
            pilot=small_world.pilot,
            parent=top,
            position=n,
            title=f"Row {n}",
            owner=top.owner,
            corridor=small_world.th_kh,
            country="KH",
            planned_start=date(2019, 5, 1),
            planned_end=date(2019, 6, 1),
        )
        for n in range(rows)
    )
    browser = as_user(small_world.cast.coordinator)
    with django_assert_max_num_queries(LIST_QUERIES):
        assert browser.get(plan_url(small_world, f"?view={view}")).status_code == 200


def test_an_empty_plan_offers_the_first_row_to_those_who_may_add_it(
    small_world: World, as_user: SignIn
) -> None:
    assert "Add the first activity" in words(as_user(small_world.cast.coordinator).get(plan_url(small_world)))
    assert "Add the first activity" not in words(
        as_user(small_world.cast.focal_kh).get(plan_url(small_world))
    )


# --- One row


def row_url(name: str, row: Activity) -> str:
    return reverse(f"corridors:{name}", kwargs={"ref": row.ref})


def form_of(**fields: object) -> dict[str, object]:
    return {"title": "Train assessors", "kind": "assistance", **fields}


def test_the_lead_country_adds_a_row(small_world: World, as_user: SignIn) -> None:
    above = plan(small_world, "Assistance")
    browser = as_user(small_world.cast.expert_one)
    url = reverse("corridors:activity-create", kwargs={"ref": small_world.pilot.ref})
    page = browser.get(f"{url}?parent={above.ref}&corridor={small_world.th_kh.ref}")
    assert page.context["form"].initial["parent"] == above.pk
    answer = browser.post(
        url,
        form_of(
            parent=above.pk,
            corridor=small_world.th_kh.pk,
            owner=small_world.cast.focal_kh.organisation_id,
            planned_start="2019-07-01",
            planned_end="2019-07-05",
            dates_illustrative="on",
        ),
    )
    made = Activity.objects.get(title="Train assessors")
    assert answer.status_code == 302
    assert answer.url == row_url("activity", made)
    assert (made.number, made.country, made.dates_illustrative) == ("1.1", "KH", True)
    assert "Dates are illustrative" in words(browser.get(answer.url))


def test_a_refused_form_keeps_what_was_typed(small_world: World, as_user: SignIn) -> None:
    url = reverse("corridors:activity-create", kwargs={"ref": small_world.pilot.ref})
    browser = as_user(small_world.cast.coordinator)
    bad = [
        form_of(title=""),
        form_of(planned_start="2019-07-05", planned_end="2019-07-01"),
        form_of(planned_start="32 May"),
        form_of(planned_start="0201-05-01"),
        form_of(corridor=small_world.th_kh.pk, country="LA"),
        form_of(parent="999999"),
        form_of(kind="nonsense"),
        form_of(title="x" * 301),
    ]
    for data in bad:
        answer = browser.post(url, data | {"note": "Typed with care"})
        assert answer.status_code == 422, data
        assert "Typed with care" in words(answer)
    assert not Activity.objects.exists()


def test_a_person_of_a_sending_country_reads_a_row_but_does_not_change_it(
    small_world: World, as_user: SignIn
) -> None:
    row = plan(small_world, "Cambodia visit", country="KH")
    for person, read, write in [
        (small_world.cast.focal_kh, 200, 403),
        (small_world.cast.reviewer, 200, 403),
        (small_world.cast.focal_la, 404, 404),
        (small_world.cast.observer, 404, 404),
        (small_world.cast.administrator, 404, 404),
    ]:
        browser = as_user(person)
        assert browser.get(row_url("activity", row)).status_code == read
        assert browser.get(row_url("activity-edit", row)).status_code == write
        assert browser.post(row_url("activity-edit", row), form_of()).status_code == write
        assert browser.post(row_url("activity-move", row), {"to": "done"}).status_code == write
    row.refresh_from_db()
    assert (row.title, row.state) == ("Cambodia visit", "planned")


def test_two_people_edit_a_row_and_the_second_sees_both_texts(small_world: World, as_user: SignIn) -> None:
    row = plan(small_world, "Visit", country="KH")
    url = row_url("activity-edit", row)
    first, second = as_user(small_world.cast.coordinator), as_user(small_world.cast.expert_one)
    revision = second.get(url).context["form"]["revision"].value()
    assert first.post(url, form_of(title="First text", number="1", revision=revision)).status_code == 302
    answer = second.post(
        url, form_of(title="Second text", number="1", note="Mine alone", country="KH", revision=revision)
    )
    assert answer.status_code == 409
    page = words(answer)
    assert "First text" in page
    assert "Second text" in page
    differing = {one.label: (one.mine, one.theirs) for one in answer.context["differences"]}
    assert differing["Activity"] == ("Second text", "First text")
    assert differing["Country concerned"] == ("Cambodia", "")
    assert "Kind" not in differing
    row.refresh_from_db()
    assert row.title == "First text"
    new = answer.context["form"]["revision"].value()
    saved = second.post(url, form_of(title="Second text", number="1", note="Mine alone", revision=new))
    assert saved.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.note, row.revision) == ("Second text", "Mine alone", 3)


def test_a_form_without_its_revision_is_a_conflict_not_an_overwrite(
    small_world: World, as_user: SignIn
) -> None:
    row = plan(small_world, "Visit")
    answer = as_user(small_world.cast.coordinator).post(row_url("activity-edit", row), form_of())
    assert answer.status_code == 409


def test_a_row_is_moved_with_its_dates(small_world: World, as_user: SignIn) -> None:
    row = plan(small_world, "Visit")
    browser = as_user(small_world.cast.coordinator)
    url = row_url("activity-move", row)
    assert browser.post(url, {"to": "in_progress", "on": "2019-06-03"}).status_code == 302
    early = browser.post(url, {"to": "done", "on": "2019-06-01"})
    assert early.status_code == 422
    assert "cannot end before it started" in words(early)
    ahead = browser.post(url, {"to": "done", "on": "2090-06-01"})
    assert ahead.status_code == 422
    assert browser.post(url, {"to": "done", "on": "2019-06-05"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.actual_start, row.actual_end) == ("done", date(2019, 6, 3), date(2019, 6, 5))


def test_a_move_that_is_not_possible_changes_nothing_and_says_so(small_world: World, as_user: SignIn) -> None:
    row = plan(small_world, "Visit")
    Activity.objects.filter(pk=row.pk).update(state=ActivityState.CANCELLED)
    browser = as_user(small_world.cast.coordinator)
    for to in ("done", "nonsense", ""):
        answer = browser.post(row_url("activity-move", row), {"to": to, "on": "2019-06-05"})
        assert answer.status_code == 302
    assert "not possible" in words(browser.get(row_url("activity", row)))
    row.refresh_from_db()
    assert row.state == ActivityState.CANCELLED
    assert browser.get(row_url("activity-move", row)).status_code == 405


def test_the_page_of_a_row_links_to_its_rows_its_place_and_its_gaps(
    small_world: World, as_user: SignIn
) -> None:
    above = plan(small_world, "Visits")
    row = plan(small_world, "Cambodia visit", parent=above, country="KH")
    plan(small_world, "Day one", parent=row)
    page = words(as_user(small_world.cast.focal_kh).get(row_url("activity", row)))
    assert row_url("activity", above) in page
    assert "Day one" in page
    assert f"{reverse('benchmarking:gap-list')}?activity={row.ref}" in page
    assert "Activity added to the plan" in page


def test_a_row_that_became_common_keeps_what_it_said_before_to_those_who_saw_it(
    small_world: World, as_user: Callable[[User], Client]
) -> None:
    cast = small_world.cast
    row = actions.plan_activity(
        pilot=small_world.pilot, title="Workshop", country="KH", note="Only for Cambodia", by=cast.coordinator
    )
    actions.edit_activity(
        activity=row, revision=row.revision, by=cast.coordinator, country="", note="For all"
    )
    address = reverse("corridors:activity", kwargs={"ref": row.ref})

    assert "Only for Cambodia" in as_user(cast.coordinator).get(address).content.decode()
    assert "Only for Cambodia" not in as_user(cast.focal_la).get(address).content.decode()


@pytest.mark.parametrize("query", [{"parent": "\x00"}, {"corridor": "\x00"}])
def test_a_nul_character_in_the_address_preselects_nothing(
    small_world: World, as_user: Callable[[User], Client], query: dict[str, str]
) -> None:
    address = reverse("corridors:activity-create", kwargs={"ref": small_world.pilot.ref})

    assert as_user(small_world.cast.coordinator).get(address, query).status_code == 200
