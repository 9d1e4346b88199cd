"""Two people write at the same moment."""

from __future__ import annotations

from typing import Any

from tests.live.browser import Answer
from tests.live.races.ground import Case, Ground, Press

ROW = {"kind": "activity", "number": "", "parent": "", "corridor": "", "country": "", "owner": "", "note": ""}


def breaks(answers: list[Answer]) -> list[str]:
    """Answers that no person should get."""
    return [f"{one.status} at {one.url}: {one.words[:200]}" for one in answers if one.status >= 500]


def two_editors(ground: Ground) -> list[str]:
    """Both opened the same row of the plan; exactly one saves, the other sees both texts."""
    row = ground.do("plan_row")
    address = f"/corridors/activities/{row['ref']}/edit/"
    fields = {**ROW, "revision": str(row["revision"])}
    texts = ["Written by the coordinator", "Written by the group"]
    editors = [ground.person("coordinator.th"), ground.person("group1.head.th")]
    answers: list[Answer] = ground.race(
        *(Press(one, address, {**fields, "title": text}) for one, text in zip(editors, texts, strict=True))
    )
    faults = breaks(answers)
    if sorted(one.status for one in answers) != [200, 409]:
        return [*faults, f"answers {[one.status for one in answers]}: one of two texts is lost"]
    stored = ground.do("row", ref=row["ref"])
    winner = next(text for one, text in zip(answers, texts, strict=True) if one.status == 200)
    if stored["title"] != winner:
        faults.append(f"“{stored['title']}” is stored, “{winner}” was told that it is")
    refused = next(one for one in answers if one.status == 409)
    return faults + [
        f"the page of the conflict lacks “{text}”" for text in texts if text not in refused.words
    ]


def two_lines(ground: Ground) -> list[str]:
    """Four people judge four lines; each becomes a gap of its own number and nobody is refused."""
    spot = ground.do("lines_to_judge", count=4)
    person = ground.person("coordinator.th")
    fields = {"rating": "N", "reason": "", "revision": "0", "view": "receiving", "substantial": "yes"}
    fields |= {"difference": "Not asked for", "recommendation": "", "gap_code": "C3"}
    answers = ground.race(*(Press(person, address, fields) for address in addresses_of(spot)))
    found = ground.do("gaps_of_lines", **spot)
    faults = breaks(answers)
    if len(found["judged"]) != 4:
        faults.append(f"{len(found['judged'])} of 4 judgements are stored")
    if len(set(found["numbers"])) != 4:
        faults.append(f"gaps have the numbers {found['numbers']}")
    return faults


def addresses_of(spot: dict[str, Any]) -> list[str]:
    """Where the judgements of these lines are saved."""
    workspace = f"/benchmarks/{spot['benchmark']}/work"
    return [f"{workspace}/lines/{line}/" for line in spot["lines"]]


def same_line(ground: Ground) -> list[str]:
    """Three people judge one line that nobody judged before: one saves, the others get the page of both texts."""
    spot = ground.do("lines_to_judge", count=1)
    person = ground.person("coordinator.th")
    fields = {"rating": "F", "revision": "0", "view": "receiving", "substantial": "no", "gap_code": ""}
    fields |= {"difference": "", "recommendation": ""}
    address = addresses_of(spot)[0]
    words = [f"Reason of window {number}" for number in range(3)]
    answers = ground.race(*(Press(person, address, {**fields, "reason": one}) for one in words))
    faults = breaks(answers)
    if sorted(one.status for one in answers) != [200, 409, 409]:
        faults.append(f"answers {[one.status for one in answers]}")
    stored = ground.do("gaps_of_lines", **spot)["judged"]
    winners = [word for word, one in zip(words, answers, strict=True) if one.status == 200]
    if [one[1] for one in stored] != winners or [one[2] for one in stored] != [1]:
        faults.append(f"stored {stored}, told {winners}")
    return faults


def answers_of_two_tabs(ground: Ground) -> list[str]:
    """Two tabs of one person save the same question: one is told, nothing goes in silence."""
    asked = ground.do("question_to_answer", topic=f"Race {ground.mark()}")
    person = ground.person("focal.kh")
    prefix = asked["prefix"]
    texts = ["From the older tab", "From the newer tab"]
    answers = ground.race(
        *(
            Press(
                person,
                f"/questionnaires/{asked['ref']}/{asked['key']}/",
                {f"{prefix}value": text, f"{prefix}note": "", f"{prefix}revision": "0"},
            )
            for text in texts
        )
    )
    faults = breaks(answers)
    if sorted(one.status for one in answers) != [200, 409]:
        faults.append(f"answers {[one.status for one in answers]}")
        return faults
    refused = next(one for one in answers if one.status == 409)
    return faults + [f"the answer lacks “{text}”" for text in texts if text not in refused.words]


def one_form_fifty_times(ground: Ground) -> list[str]:
    """The same page sent fifty times makes one row, and all fifty land on it."""
    title = f"Pressed fifty times {ground.mark()}"
    person = ground.person("coordinator.th")
    press = Press(person, f"/corridors/plan/{ground.do('pilot')}/new/", {**ROW, "title": title})
    answers = ground.rush([press] * 50)
    faults = breaks(answers)
    if (count := len(ground.do("rows_called", title=title))) != 1:
        faults.append(f"{count} rows")
    if len({one.url for one in answers}) != 1:
        faults.append("not everybody sees the row")
    return faults


def numbers_of_rows(ground: Ground) -> list[str]:
    """Four rows that are added at once get four numbers and four places."""
    person = ground.person("coordinator.th")
    mark = ground.mark()
    address = f"/corridors/plan/{ground.do('pilot')}/new/"
    titles = [f"Numbered {mark} {number}" for number in range(4)]
    answers = ground.race(*(Press(person, address, {**ROW, "title": title}) for title in titles))
    rows = [one for title in titles for one in ground.do("rows_called", title=title)]
    faults = breaks(answers)
    if len({number for number, _place in rows}) != 4 or len({place for _number, place in rows}) != 4:
        faults.append(f"numbers and places {rows}")
    return faults


def opposite_changes(ground: Ground) -> list[str]:
    """Two changes to the same ten gaps, named in opposite order: both end, none is broken off."""
    keys = ground.do("gaps_to_change")
    people = [ground.person("coordinator.th"), ground.person("coordinator.th")]
    orders = [list(keys), list(reversed(keys))]
    answers = ground.race(
        *(
            Press(
                one,
                "/benchmarks/gaps/change/",
                {
                    "what": f"severity:{severity}",
                    "do": "1",
                    "checked": " ".join(f"{k}.{r}" for k, r in order),
                },
            )
            for one, order, severity in zip(people, orders, ("minor", "major"), strict=True)
        ),
        pause=0,
    )
    faults = breaks(answers)
    after = ground.do("severities", keys=[key for key, _revision in keys])
    changed = [after[str(key)][0] for key, revision in keys if after[str(key)][1] != revision]
    if len(set(changed)) != 1:
        faults.append(f"both changes are mixed: {changed}")
    return faults


def same_name(ground: Ground) -> list[str]:
    """Two people add a framework of the same name: one is there, the other gets the form with the sentence."""
    name = ground.mark()
    fields = {"name": name, "short_name": name, "source": "Royal decree", "as_of": "2019-05-01", "note": ""}
    person = ground.person("focal.kh")
    presses = [
        Press(person, "/standards/reference/frameworks/new/", {**fields, "page": ground.mark()})
        for _window in range(2)
    ]
    answers = ground.race(*presses)
    faults = breaks(answers)
    if sorted(one.status for one in answers) != [200, 422]:
        faults.append(f"answers {[one.status for one in answers]}: {answers[0].words[:300]}")
    return faults


CASES = [
    Case("CT-01", "two editors save the same row of the plan", "locks+where", two_editors, many=200),
    Case("CT-02", "four people judge four lines, each a gap with a number", "locks", two_lines),
    Case("CT-03", "three people judge the same line", "locks", same_line),
    Case("CT-21", "two people add a framework of the same name", "unique+locks", same_name),
    Case("CT-23", "two tabs of one person answer the same question", "locks", answers_of_two_tabs),
    Case("CT-09", "one form sent fifty times", "once", one_form_fifty_times, rounds=1, many=10, control=1),
    Case("CT-22", "four new rows of the plan get their numbers", "locks", numbers_of_rows),
    Case(
        "CT-26",
        "two changes to ten gaps in opposite order",
        "order",
        opposite_changes,
        many=500,
        control=20,
        databases={"sqlite": "immediate"},
    ),
]
