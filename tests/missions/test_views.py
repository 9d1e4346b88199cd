"""Pages of missions and observations: who sees what, what is refused, what stays typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from missions import actions
from missions.models import Mission, Observation
from missions.states import Effect
from tests.conftest import World
from tests.missions.gaps import DAY_ONE, DAY_THREE, gap, held, mission

SignIn = Callable[[User], Client]
#: Budget of the list, whatever its length: session, person, navigation, filters, and what the page shows.
LIST_QUERIES = 12


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def url_of(name: str, thing: object) -> str:
    return reverse(f"missions:{name}", kwargs={"ref": thing.ref})  # type: ignore[attr-defined]


# --- The list


def test_missions_stand_by_planned_start_with_both_dates(small_world: World, as_user: SignIn) -> None:
    month = {"planned_start": date(2019, 7, 1), "planned_end": date(2019, 7, 1), "planned_month_only": True}
    mission(small_world, title="Second mission", **month)
    first = held(small_world, title="First mission")
    response = as_user(small_world.cast.focal_kh).get(reverse("missions:list"))
    assert [one.title for one in response.context["page"]] == ["First mission", "Second mission"]
    page = words(response)
    assert "July 2019" in page
    assert page.count("3–5 June 2019") == 2
    assert "Plan a mission" not in page
    assert first.ref in page


def test_the_list_is_searched_and_filtered_in_the_address(small_world: World, as_user: SignIn) -> None:
    one = held(small_world, round=1)
    two = mission(small_world, small_world.th_la, title="Workshop", country="LA", place="Vientiane", round=2)
    browser = as_user(small_world.cast.coordinator)

    def found(query: str) -> set[Mission]:
        return set(browser.get(reverse("missions:list") + query).context["page"])

    assert found("?country=LA") == {two}
    assert found("?round=1") == {one}
    assert found("?state=held") == {one}
    assert found(f"?corridor={small_world.th_la.ref}") == {two}
    assert found("?q=vientiane") == {two}
    assert found("?q=cambodia") == {one}
    assert found("?round=x&state=y&country=zz&corridor=nope") == {one, two}
    assert "No mission fits" in words(browser.get(reverse("missions:list") + "?q=zzz"))
    assert "No mission yet" in words(as_user(small_world.cast.observer).get(reverse("missions:list")))


def test_a_mission_of_two_countries_names_to_each_only_its_own_corridor(
    small_world: World, as_user: SignIn
) -> None:
    both = mission(small_world, small_world.th_kh, small_world.th_mm, title="Joint workshop")
    actions.edit_mission(
        mission=both,
        revision=1,
        by=small_world.cast.coordinator,
        corridors=[small_world.th_kh, small_world.th_mm],
    )
    browser = as_user(small_world.cast.focal_kh)
    for url in (reverse("missions:list"), url_of("detail", both)):
        page = words(browser.get(url))
        assert "Thailand – Cambodia" in page
        assert "Myanmar" not in page


@pytest.mark.parametrize("rows", [1, 10, 1000])
def test_the_list_takes_the_same_queries_for_any_number_of_missions(
    small_world: World, as_user: SignIn, django_assert_max_num_queries: Callable[..., object], rows: int
) -> None:
    made = Mission.objects.bulk_create(
        Mission(
            ref=f"mission-{n}",
            pilot=small_world.pilot,
            title=f"Mission {n}",
            place="Phnom Penh",
            country="KH",
            planned_start=DAY_ONE + timedelta(days=n),
            planned_end=DAY_THREE + timedelta(days=n),
        )
        for n in range(rows)
    )
    through = Mission.corridors.through
    through.objects.bulk_create(through(mission=one, corridor=small_world.th_kh) for one in made)
    browser = as_user(small_world.cast.coordinator)
    with django_assert_max_num_queries(LIST_QUERIES):
        response = browser.get(reverse("missions:list"))
    assert response.context["page"].paginator.count == rows


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_the_page_takes_the_same_queries_for_any_number_of_observations(
    small_world: World, as_user: SignIn, django_assert_max_num_queries: Callable[..., object], rows: int
) -> None:
    made = held(small_world)
    found = gap(small_world)
    for number in range(rows):
        note(small_world, made, site=f"Session {number}", gaps={found: Effect.CONFIRMS})
    browser = as_user(small_world.cast.coordinator)
    with django_assert_max_num_queries(14):
        assert browser.get(url_of("detail", made)).status_code == 200


# --- Planning


def form_of(w: World, **fields: object) -> dict[str, object]:
    return {
        "title": "First mission to Cambodia",
        "kind": "visit",
        "country": "KH",
        "place": "Phnom Penh",
        "corridors": [w.th_kh.pk],
        "day_known": "day",
        "planned_start": "2019-06-03",
        "planned_end": "2019-06-05",
        "agenda": "Day 1\n- Opening",
        **fields,
    }


def test_the_lead_coordinator_plans_a_mission_for_several_corridors(
    small_world: World, as_user: SignIn
) -> None:
    browser = as_user(small_world.cast.coordinator)
    url = url_of("create", small_world.pilot)
    assert "Is the day known?" in words(browser.get(url))
    data = form_of(
        small_world,
        corridors=[small_world.th_kh.pk, small_world.th_kh_wiring.pk],
        teams=[small_world.cast.group_one.pk],
    )
    answer = browser.post(url, data)
    made = Mission.objects.get()
    assert answer.url == url_of("detail", made)
    page = words(browser.get(answer.url))
    assert "Day 1, 3 June 2019" in page
    assert "Group I" in page
    assert "Mission planned" in page


def test_a_mission_is_planned_for_a_month(small_world: World, as_user: SignIn) -> None:
    browser = as_user(small_world.cast.coordinator)
    for typed in ("2019-07", "07/2019", "July 2019"):
        data = form_of(small_world, day_known="month", planned_month=typed, planned_start="", planned_end="")
        assert browser.post(url_of("create", small_world.pilot), data).status_code == 302
    assert {one.planned_text for one in Mission.objects.all()} == {"July 2019"}
    made = Mission.objects.first()
    assert made is not None
    page = words(browser.get(url_of("edit", made)))
    assert 'value="2019-07"' in page
    assert "the day is not known" in words(browser.get(url_of("detail", made)))


def test_a_refused_form_keeps_what_was_typed(small_world: World, as_user: SignIn) -> None:
    browser = as_user(small_world.cast.coordinator)
    bad = [
        {"title": ""},
        {"corridors": []},
        {"corridors": ["999999"]},
        {"planned_start": ""},
        {"planned_start": "soon"},
        {"planned_end": "2019-06-01"},
        {"day_known": "month"},
        {"day_known": "month", "planned_month": "summer"},
        {"day_known": "perhaps"},
        {"round": "-1"},
        {"country": "XX"},
    ]
    for fields in bad:
        answer = browser.post(
            url_of("create", small_world.pilot), form_of(small_world, note="With care", **fields)
        )
        assert answer.status_code == 422, fields
        assert "With care" in words(answer)
    assert not Mission.objects.exists()


def test_who_may_do_what_with_a_mission(small_world: World, as_user: SignIn) -> None:
    made = mission(small_world)
    cast = small_world.cast
    reads = {cast.coordinator: 200, cast.expert_one: 200, cast.focal_kh: 200, cast.reviewer: 200}
    unseen = {cast.expert_two: 404, cast.focal_la: 404, cast.observer: 404, cast.administrator: 404}
    for person, status in (reads | unseen).items():
        browser = as_user(person)
        assert browser.get(url_of("detail", made)).status_code == status, person
        if person == cast.coordinator:
            continue
        refused = 403 if status == 200 else 404
        for name in ("edit", "held", "cancel", "plan-again"):
            assert browser.post(url_of(name, made)).status_code == refused, (person, name)
        observing = 422 if person == cast.expert_one else refused
        assert browser.post(url_of("observe", made)).status_code == observing, person
    assert as_user(cast.focal_kh).get(url_of("create", small_world.pilot)).status_code == 403
    assert as_user(cast.observer).get(url_of("create", small_world.pilot)).status_code == 404


def test_two_people_edit_a_mission_and_the_second_sees_both_texts(
    small_world: World, as_user: SignIn
) -> None:
    made = mission(small_world, small_world.th_kh)
    browser = as_user(small_world.cast.coordinator)
    url = url_of("edit", made)
    assert browser.post(url, form_of(small_world, place="Siem Reap", revision=1)).status_code == 302
    data = form_of(
        small_world,
        place="Battambang",
        corridors=[small_world.th_kh.pk, small_world.th_kh_wiring.pk],
        day_known="month",
        planned_month="2019-07",
        revision=1,
    )
    answer = browser.post(url, data)
    assert answer.status_code == 409
    differing = {one.label: (one.mine, one.theirs) for one in answer.context["differences"]}
    assert differing["Place"] == ("Battambang", "Siem Reap")
    assert differing["Corridors"][1] == "Thailand – Cambodia: Bricklaying and plastering"
    assert differing["Is the day known?"] == ("No, only the month", "Yes, first and last day")
    assert answer.context["form"]["revision"].value() == "2"
    assert browser.post(url, data | {"revision": "2"}).status_code == 302
    made.refresh_from_db()
    assert (made.place, made.planned_text, made.corridors.count()) == ("Battambang", "July 2019", 2)


# --- Held, cancelled


def test_actual_dates_are_recorded_and_shown_beside_the_planned_ones(
    small_world: World, as_user: SignIn
) -> None:
    made = mission(small_world)
    browser = as_user(small_world.cast.coordinator)
    url = url_of("held", made)
    assert 'value="2019-06-03"' in words(browser.get(url))
    wrong = browser.post(url, {"actual_start": "2019-06-14", "actual_end": "2019-06-12"})
    assert wrong.status_code == 422
    assert 'value="2019-06-14"' in words(wrong)
    assert browser.post(url, {"actual_start": "2090-06-14", "actual_end": ""}).status_code == 422
    assert browser.post(url, {"actual_start": "", "actual_end": ""}).status_code == 422
    assert browser.post(url, {"actual_start": "2019-06-12", "actual_end": "2019-06-14"}).status_code == 302
    page = words(browser.get(url_of("detail", made)))
    assert "3–5 June 2019" in page
    assert "12–14 June 2019" in page
    assert browser.get(url).url == url_of("edit", made)
    browser.post(url, {"actual_start": "2019-06-01", "actual_end": "2019-06-01"})
    made.refresh_from_db()
    assert made.actual_start == date(2019, 6, 12)


def test_a_mission_is_cancelled_with_a_reason_and_planned_again(small_world: World, as_user: SignIn) -> None:
    made = mission(small_world)
    browser = as_user(small_world.cast.coordinator)
    assert browser.post(url_of("cancel", made), {"reason": ""}).status_code == 422
    assert browser.post(url_of("cancel", made), {"reason": "Travel was not possible."}).status_code == 302
    page = words(browser.get(url_of("detail", made)))
    assert "Travel was not possible." in page
    assert browser.get(url_of("observe", made)).status_code == 302
    for name in ("cancel", "held"):
        assert browser.get(url_of(name, made)).url == url_of("detail", made)
    assert "for planned missions" in words(browser.get(url_of("detail", made)))
    assert browser.post(url_of("plan-again", made)).url == url_of("edit", made)
    browser.post(url_of("plan-again", made))
    assert "cannot become" in words(browser.get(url_of("detail", made)))


# --- Observations


def note(w: World, on: Mission, **fields: object) -> Observation:
    values = {
        "mission": on,
        "corridor": w.th_kh,
        "step": "4",
        "site": "Testing centre",
        "observed_on": DAY_ONE,
        "text": "Two hours.",
        "gaps": {},
        "by": w.cast.expert_one,
        **fields,
    }
    return actions.observe(**values)  # type: ignore[arg-type]


def seen_form(w: World, **fields: object) -> dict[str, object]:
    return {
        "corridor": w.th_kh.pk,
        "step": "4",
        "site": "Testing centre",
        "observed_on": "2019-06-04",
        "text": "The wall test takes two hours.",
        **fields,
    }


def test_an_expert_notes_an_observation_that_confirms_a_gap(small_world: World, as_user: SignIn) -> None:
    made = held(small_world, small_world.th_kh, small_world.th_kh_wiring)
    found = gap(small_world)
    browser = as_user(small_world.cast.expert_one)
    url = url_of("observe", made)
    page = browser.get(f"{url}?gap={found.ref}")
    form = page.context["form"]
    assert (form["gap_1"].value(), form["effect_1"].value()) == (found.ref, "confirms")
    assert form["corridor"].value() == small_world.th_kh.pk
    assert form["observed_on"].value() == DAY_ONE
    answer = browser.post(url, seen_form(small_world, gap_1=found.ref, effect_1="confirms"))
    seen = Observation.objects.get()
    assert answer.url == f"{url_of('detail', made)}#{seen.ref}"
    assert [(link.gap, link.effect) for link in seen.gap_links.all()] == [(found, "confirms")]
    for person in (small_world.cast.focal_kh, small_world.cast.reviewer):
        page_text = words(as_user(person).get(url_of("detail", made)))
        assert "The wall test takes two hours." in page_text
        assert reverse("benchmarking:gap", kwargs={"ref": found.ref}) in page_text


def test_a_refused_observation_keeps_what_was_typed(small_world: World, as_user: SignIn) -> None:
    made = held(small_world, small_world.th_kh, small_world.th_la)
    own, other = gap(small_world), gap(small_world, small_world.th_la)
    hidden = gap(small_world, small_world.th_mm)
    browser = as_user(small_world.cast.expert_one)
    bad = [
        {"text": ""},
        {"site": ""},
        {"corridor": ""},
        {"corridor": small_world.th_mm.pk},
        {"observed_on": "2019-06-20"},
        {"observed_on": "2090-06-20"},
        {"step": "9"},
        {"gap_1": own.ref},
        {"effect_1": "raises"},
        {"gap_1": own.ref, "effect_1": "likes"},
        {"gap_1": other.ref, "effect_1": "confirms"},
        {"gap_1": hidden.ref, "effect_1": "confirms"},
        {"gap_1": own.ref, "effect_1": "confirms", "gap_2": own.ref, "effect_2": "doubts"},
    ]
    for fields in bad:
        data = seen_form(small_world, text="Seen with care") | fields
        answer = browser.post(url_of("observe", made), data)
        assert answer.status_code == 422, fields
        assert ("Seen with care" in words(answer)) == (fields.get("text") != ""), fields
    assert not Observation.objects.exists()


def test_raising_a_gap_needs_a_gap_that_a_judgement_has_made(small_world: World, as_user: SignIn) -> None:
    made = held(small_world)
    gap(small_world)
    answer = as_user(small_world.cast.expert_one).post(
        url_of("observe", made), seen_form(small_world, effect_1="raises")
    )
    assert "A new gap comes from a judgement" in words(answer)


def test_words_noted_on_a_mission_that_was_cancelled_meanwhile_are_not_lost(
    small_world: World, as_user: SignIn
) -> None:
    made = mission(small_world)
    actions.cancel_mission(mission=made, by=small_world.cast.coordinator)
    answer = as_user(small_world.cast.expert_one).post(url_of("observe", made), seen_form(small_world))
    assert answer.status_code == 422
    assert "The wall test takes two hours." in words(answer)
    assert "Plan it again first" in words(answer)


def test_two_people_edit_an_observation_and_the_second_sees_both_texts(
    small_world: World, as_user: SignIn
) -> None:
    made = held(small_world)
    first, second = gap(small_world, number=1), gap(small_world, number=2)
    seen = note(small_world, made, gaps={first: Effect.CONFIRMS})
    browser = as_user(small_world.cast.expert_one)
    url = url_of("observation-edit", seen)
    assert browser.get(url).context["form"]["gap_1"].value() == first.ref
    data = seen_form(small_world, revision=1)
    assert browser.post(url, data | {"gap_1": second.ref, "effect_1": "doubts"}).status_code == 302
    answer = browser.post(url, data | {"text": "Mine.", "gap_1": first.ref, "effect_1": "raises"})
    assert answer.status_code == 409
    differing = {one.label: (one.mine, one.theirs) for one in answer.context["differences"]}
    assert differing["What was seen or said"] == ("Mine.", "The wall test takes two hours.")
    assert differing["Gap 1"][1].startswith("G02")
    assert differing["Effect on gap 1"] == ("Raises the gap", "Speaks against the gap")
    saved = browser.post(
        url, data | {"text": "Mine.", "gap_1": first.ref, "effect_1": "raises", "revision": 2}
    )
    assert saved.status_code == 302
    seen.refresh_from_db()
    assert (seen.text, [link.gap for link in seen.gap_links.all()]) == ("Mine.", [first])


def test_who_may_change_an_observation(small_world: World, as_user: SignIn) -> None:
    seen = note(small_world, held(small_world))
    cast = small_world.cast
    answers = {
        cast.coordinator: 200,
        cast.expert_one: 200,
        cast.focal_kh: 403,
        cast.reviewer: 403,
        cast.expert_two: 404,
        cast.focal_la: 404,
        cast.observer: 404,
        cast.administrator: 404,
    }
    for person, status in answers.items():
        assert as_user(person).get(url_of("observation-edit", seen)).status_code == status, person


def test_before_the_mission_is_held_the_sending_side_does_not_see_its_observations(
    small_world: World, as_user: SignIn
) -> None:
    made = mission(small_world)
    seen = note(small_world, made, text="Not for you yet")
    browser = as_user(small_world.cast.focal_kh)
    page = words(browser.get(url_of("detail", made)))
    assert "Not for you yet" not in page
    assert "once the mission has been held" in page
    assert browser.get(url_of("observation-edit", seen)).status_code == 404
