"""Judgements, gaps and answers to questions."""

from __future__ import annotations

from typing import Any

from benchmarking.models import Benchmark, GapFinding, Judgement
from questionnaires import actions
from questionnaires.models import QuestionnaireVersion
from standards.tree import rateable, tree_of
from tests.live.races.stage.plan import person


def _benchmark() -> Benchmark:
    return Benchmark.objects.filter(state="open", corridor__sending_country="MM").order_by("pk")[0]


def lines_to_judge(count: int) -> dict[str, Any]:
    """Lines of an open benchmark that nobody has judged; what was said of them before is taken away."""
    benchmark = _benchmark()
    editions = benchmark.reference_editions.order_by("pk")
    lines = [node.line.pk for one in editions for node in rateable(tree_of(one.lines.order_by("position")))][
        :count
    ]
    judged = Judgement.objects.filter(benchmark=benchmark, line__in=lines)
    GapFinding.objects.filter(judgement__in=judged).delete()
    judged.delete()
    return {"benchmark": benchmark.ref, "lines": lines}


def gaps_of_lines(benchmark: str, lines: list[int]) -> dict[str, Any]:
    """What is stored of these lines: [line, reason, revision] of judgements, numbers of gaps."""
    judged = Judgement.objects.filter(benchmark__ref=benchmark, line__in=lines, view="receiving")
    gaps = GapFinding.objects.filter(judgement__in=judged)
    return {
        "judged": [list(one) for one in judged.values_list("line", "reason", "revision")],
        "numbers": list(gaps.values_list("number", flat=True)),
    }


def gaps_to_change() -> list[list[int]]:
    """[key, revision] of ten critical gaps that the coordinator may edit."""
    found = GapFinding.objects.filter(benchmark__isnull=False).exclude(state="closed").order_by("pk")
    keys = list(found.values_list("pk", flat=True)[:10])
    found.filter(pk__in=keys).update(severity="critical")
    return [list(one) for one in found.filter(pk__in=keys).values_list("pk", "revision")]


def severities(keys: list[int]) -> dict[int, list[Any]]:
    """{key: [severity, revision]} of these gaps as they are now."""
    found = GapFinding.objects.filter(pk__in=keys)
    return {
        pk: [severity, revision] for pk, severity, revision in found.values_list("pk", "severity", "revision")
    }


def question_to_answer(topic: str) -> dict[str, Any]:
    """A question that Cambodia has not answered, in a new set of answers."""
    version = QuestionnaireVersion.objects.filter(state="published").order_by("pk")[0]
    made = actions.start_answers(version=version, country="KH", topic=topic, by=person("focal.kh"))
    answered = made.answers.exclude(value="", note="").values("question")
    question = made.version.questions.filter(kind__in=["text", "long"]).exclude(pk__in=answered)[0]
    return {"ref": made.ref, "key": str(question.key), "prefix": f"q{question.position}-"}
