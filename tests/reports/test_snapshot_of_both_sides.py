"""What both countries decided stands in a gap analysis: agreed view, dissent, verdicts, signatures, steps 3 to 5."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from benchmarking.models import (
    Additional,
    ArrangementRating,
    ArrangementReview,
    Benchmark,
    GapFinding,
    GapReply,
    Judgement,
    LevelRow,
    Recommendation,
    SectionVerdict,
    Signature,
)
from benchmarking.states import Comparability, RecommendationKind, Verdict, View
from corridors.models import Corridor
from questionnaires.models import Answer, AnswerSet, Evidence, Question, Questionnaire, QuestionnaireVersion
from reports import snapshots
from reports.documents.gap_analysis import GapAnalysis, from_json, to_json
from reports.models import Scope
from reports.states import ReportKind
from standards.models import FrameworkLevel, LevelFramework
from tests.conftest import World
from tests.reports.world import complete, judged, rateable

NOW = datetime(2019, 7, 9, 7, 5, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def report(world: World) -> GapAnalysis:
    """The gap analysis of the Cambodian corridor as it stands now, after a trip through JSON."""
    corridor = Corridor.objects.select_related("pilot", "skill_area").get(pk=world.th_kh.pk)
    document = snapshots.build(
        ReportKind.GAP_ANALYSIS, Scope.of(corridor), number="N", version=1, now=NOW, by=world.cast.coordinator
    )
    assert isinstance(document, GapAnalysis)
    assert from_json(to_json(document)) == document
    return document


def rows_of(document: GapAnalysis) -> dict[str, Any]:
    """Rows by text of the receiving line."""
    return {row.text: row for section in document.sections for row in section.rows}


def agreed(benchmark: Benchmark, judgement: Judgement, **values: Any) -> Judgement:
    """The agreed view on the line of a judgement."""
    return Judgement.objects.create(
        benchmark=benchmark, line=judgement.line, view=View.AGREED, by=judgement.by, **values
    )


def test_the_agreed_view_stands_before_the_receiving_one_and_is_counted(small_world: World) -> None:
    benchmark = judged(small_world)
    uncovered = benchmark.judgements.filter(
        rating="N", substantial=False
    ).first() or benchmark.judgements.get(rating="N")
    before = report(small_world)
    agreed(benchmark, uncovered, rating="F", reason="The sending side showed the line that covers it.")

    after = report(small_world)

    assert rows_of(before)[uncovered.line.text].rating == "N"
    assert rows_of(after)[uncovered.line.text].rating == "F"
    assert (after.counts.full, after.counts.not_covered) == (
        before.counts.full + 1,
        before.counts.not_covered - 1,
    )
    assert before.method.view_label == "receiving view"
    assert (
        after.method.view_label
        == "agreed view of both countries where there is one, and else of the receiving view"
    )


def test_dissent_is_printed_with_the_words_of_both(small_world: World) -> None:
    benchmark = judged(small_world)
    partly = benchmark.judgements.filter(rating="P").first()
    assert partly is not None
    words = "Thailand: no tolerance is stated. Cambodia: the code of practice states it."
    agreed(benchmark, partly, rating="P", difference="Tolerance", dissent=words)

    assert rows_of(report(small_world))[partly.line.text].dissent == words


def test_the_sending_view_itself_is_not_printed(small_world: World) -> None:
    benchmark = judged(small_world)
    partly = benchmark.judgements.filter(rating="P").first()
    assert partly is not None
    Judgement.objects.create(
        benchmark=benchmark,
        line=partly.line,
        view=View.SENDING,
        rating="F",
        reason="Said in confidence",
        by=small_world.cast.focal_kh,
    )

    document = report(small_world)

    assert rows_of(document)[partly.line.text].rating == "P"
    assert "Said in confidence" not in str(to_json(document))


def test_a_decided_verdict_stands_beside_the_proposed_one_with_its_reason(small_world: World) -> None:
    benchmark = complete(judged(small_world))
    section = report(small_world).sections[0]
    head = next(line for line in small_world.thai.lines.all() if line.text == section.title)
    SectionVerdict.objects.create(
        benchmark=benchmark,
        section=head,
        verdict=Verdict.COMPARABLE,
        proposed=Verdict.NOT,
        reason="The missing figures stand in the code of practice.",
        by=small_world.cast.expert_one,
    )

    decided = report(small_world)

    assert decided.sections[0].verdict == "comparable"
    assert decided.sections[0].verdict_reason == "The missing figures stand in the code of practice."
    assert decided.sections[0].proposed == section.proposed
    assert decided.map_rows[0].verdict == "comparable"


def test_the_last_signature_of_each_side_is_printed_with_its_number_and_whether_it_holds(
    small_world: World,
) -> None:
    benchmark = complete(judged(small_world))
    by = small_world.cast.coordinator
    common: dict[str, Any] = {"benchmark": benchmark, "state": {}, "by": by}
    Signature.objects.create(
        side="receiving", state_hash="a" * 64, office="First", voided_at=timezone.now(), **common
    )
    Signature.objects.create(side="receiving", state_hash="b" * 64, office="Second", **common)
    Signature.objects.create(
        side="sending", state_hash="a" * 64, office="Third", voided_at=timezone.now(), **common
    )

    found = report(small_world).signatures

    assert [(one.country, one.office, one.digits, one.is_void) for one in found] == [
        ("Thailand", "Second", "b" * 64, False),
        ("Cambodia", "Third", "a" * 64, True),
    ]


def test_recommendations_of_the_corridor_come_before_those_of_single_lines(small_world: World) -> None:
    judged(small_world)
    Recommendation.objects.create(
        corridor=small_world.th_kh,
        kind=RecommendationKind.BRIDGING,
        text="Two days of training on tie columns.",
        by=small_world.cast.coordinator,
    )

    found = report(small_world).recommendations

    assert (found[0].text, found[0].kind) == ("Two days of training on tie columns.", "Bridging training")
    assert all(not one.kind for one in found[1:])
    assert len(found) > 1


def test_a_marked_additional_line_is_printed_with_its_note_even_while_lines_are_open(
    small_world: World,
) -> None:
    benchmark = judged(small_world, left=1)
    line = rateable(list(small_world.cambodian.lines.order_by("position")))[-1]
    Additional.objects.create(
        benchmark=benchmark, line=line, note="Useful on mixed sites.", by=small_world.cast.expert_one
    )

    assert [(one.text, one.note) for one in report(small_world).additional] == [
        (line.text, "Useful on mixed sites.")
    ]


def test_lines_outside_the_scope_are_not_printed(small_world: World) -> None:
    benchmark = judged(small_world)
    everything = len(rows_of(report(small_world)))
    first = rateable(list(small_world.thai.lines.order_by("position")))[0]
    assert first.parent is not None
    benchmark.scope.add(first.parent)

    narrowed = rows_of(report(small_world))

    assert first.text in narrowed
    assert 0 < len(narrowed) < everything


def test_the_formal_reply_and_what_is_recommended_stand_with_the_gap(small_world: World) -> None:
    benchmark = complete(judged(small_world))
    finding = benchmark.gaps.get()
    GapFinding.objects.filter(pk=finding.pk).update(
        action_type="revise",
        recommended_action="State the ratio.",
        owner_office=small_world.cast.focal_kh.organisation,
    )
    GapReply.objects.create(gap=finding, text="We agree.", position="accepts", by=small_world.cast.focal_kh)
    GapReply.objects.create(
        gap=finding, text="Only for level 1.", position="remarks", by=small_world.cast.focal_kh
    )

    gap = report(small_world).gaps[0]

    assert gap.position == "accepts it with remarks"
    assert gap.reply == "We agree.\nOnly for level 1."
    assert (gap.action_type, gap.action) == ("Revise the standard", "State the ratio.")
    assert gap.office == small_world.cast.focal_kh.organisation.name


def review_of_step_4(world: World, *, released: bool) -> ArrangementReview:
    """Step 4 with two questions, answered by both countries; the second differs substantially and has a gap."""
    by = world.cast.coordinator
    questionnaire = Questionnaire.objects.create(
        ref="q", country="TH", purpose="assessment", title="Assessment", created_by=by
    )
    version = QuestionnaireVersion.objects.create(questionnaire=questionnaire, number=1, state="published")
    share = Question.objects.create(
        version=version, position=1, section="Test", text="Share of theory", kind="percent"
    )
    least = Question.objects.create(
        version=version, position=2, section="Test", text="Least mark", kind="percent"
    )
    sets = []
    for country, first, second in (("TH", "20", "60"), ("KH", "30", "")):
        answers = AnswerSet.objects.create(
            ref=f"a-{country}", version=version, country=country, topic="T", state="submitted", created_by=by
        )
        one = Answer.objects.create(answer_set=answers, question=share, value=first, by=by)
        Answer.objects.create(
            answer_set=answers, question=least, value=second, note="" if second else "No rule.", by=by
        )
        Evidence.objects.create(answer=one, title="Notice", link="https://notice.example.org/1", by=by)
        sets.append(answers)
    review = ArrangementReview.objects.create(
        ref="review",
        corridor=world.th_kh,
        step="4",
        version=version,
        receiving_answers=sets[0],
        sending_answers=sets[1],
        rating=Comparability.PARTLY,
        reason="Weights differ.",
        released_at=timezone.now() if released else None,
        created_by=by,
    )
    rating = ArrangementRating.objects.create(
        review=review,
        question=least,
        rating="not",
        difference="No least mark.",
        substantial=True,
        gap_code="A2",
        by=by,
    )
    GapFinding.objects.create(
        ref="s4",
        corridor=world.th_kh,
        review=review,
        arrangement=rating,
        number=1,
        code="A2",
        generated="Least mark\nNot comparable.",
        owner_country="KH",
    )
    return review


def test_a_released_review_is_printed_with_both_answers_rating_and_gap(small_world: World) -> None:
    complete(judged(small_world))
    review_of_step_4(small_world, released=True)

    document = report(small_world)

    [part] = document.arrangements
    assert (part.step, part.rating, part.reason) == ("4", "Partly comparable", "Weights differ.")
    assert [(row.receiving.text, row.sending.text, row.sending.note) for row in part.rows] == [
        ("20 %", "30 %", ""),
        ("60 %", "", "No rule."),
    ]
    assert part.rows[0].receiving.evidence == ("Notice (https://notice.example.org/1)",)
    assert (part.rows[1].rating, part.rows[1].is_substantial, part.rows[1].gap_ref) == (
        "Not comparable",
        True,
        "S4-01",
    )
    gap = document.gaps[-1]
    assert (gap.ref, gap.question, gap.receiving) == ("S4-01", "Least mark", ())


def test_answers_that_a_country_has_not_submitted_are_not_printed(small_world: World) -> None:
    complete(judged(small_world))
    review = review_of_step_4(small_world, released=True)
    AnswerSet.objects.filter(pk=review.sending_answers_id).update(state="draft")

    [part] = report(small_world).arrangements

    assert [(row.receiving.text, row.sending.text) for row in part.rows] == [("20 %", ""), ("60 %", "")]
    assert part.rows[0].sending.evidence == ()


def test_a_review_that_is_not_released_leaves_no_trace(small_world: World) -> None:
    complete(judged(small_world))
    review_of_step_4(small_world, released=False)

    document = report(small_world)

    assert document.arrangements == ()
    assert [gap.ref for gap in document.gaps] == ["G01"]
    assert "Least mark" not in str(to_json(document))


def test_released_rows_of_the_level_table_are_printed(small_world: World) -> None:
    judged(small_world)
    ladder = LevelFramework.objects.create(
        ref="cqf", country="KH", name="Qualifications framework", short_name="CQF-T"
    )
    level = FrameworkLevel.objects.create(framework=ladder, position=2, label="2", title="Certificate 1")
    common: dict[str, Any] = {
        "corridor": small_world.th_kh,
        "sending_level": level,
        "by": small_world.cast.coordinator,
    }
    LevelRow.objects.create(
        justification="Routine work under guidance.", released_at=timezone.now(), **common
    )
    LevelRow.objects.create(justification="Still open.", position=1, **common)

    [row] = report(small_world).levels

    assert (row.sending.framework, row.sending.label) == ("CQF-T", "2 Certificate 1")
    assert row.justification == "Routine work under guidance."
    assert row.regional.label == ""


def test_the_heat_map_says_what_the_sections_and_their_gaps_say_and_keeps_what_is_not_released(
    small_world: World,
) -> None:
    complete(judged(small_world))
    review_of_step_4(small_world, released=False)

    document = report(small_world)

    assert document.heat is not None
    *sections, whole = document.heat.rows
    assert len(sections) == len(document.sections)
    assert whole.is_whole
    assert whole.cells[1].word == "1 gap, major"
    assert [cell.figure or cell.word for cell in whole.cells[2:]] == ["No gap"] * 5
