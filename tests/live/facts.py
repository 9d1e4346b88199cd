"""A process beside the portal under test that reads facts from its database, one question a line.

Started by tests.live.portal with the portal's environment: a question is a Python expression as a JSON text on
standard input, the answer is JSON on standard output. A process of its own, so that the test process never opens
the database of the portal that it looks at from outside.
"""

from __future__ import annotations

import json
import sys
import traceback

import django


def main() -> None:
    """Answer until standard input is closed."""
    django.setup()
    from django.db import close_old_connections

    from accounts.models import User
    from benchmarking.models import Benchmark, GapFinding, Judgement, Signature
    from core.doorbell import ring
    from core.models import AuditLine, Job, JobState, StoredFile
    from corridors.models import Activity, Corridor, Pilot
    from missions.models import Mission
    from reports.models import Report, ReportFile, ReportVersion
    from standards.models import Edition, Intake, SourceFile
    from standards.tree import rateable, tree_of

    names = {
        model.__name__: model
        for model in (
            Activity,
            AuditLine,
            Benchmark,
            Corridor,
            Edition,
            GapFinding,
            Intake,
            Job,
            JobState,
            Judgement,
            Mission,
            Pilot,
            Report,
            ReportFile,
            ReportVersion,
            Signature,
            SourceFile,
            StoredFile,
            User,
        )
    }
    names["ring"] = ring

    def rateable_keys(ref: str) -> list[int]:
        editions = Benchmark.objects.get(ref=ref).reference_editions.order_by("pk")
        return [
            node.line.pk for one in editions for node in rateable(tree_of(one.lines.order_by("position")))
        ]

    names["rateable_keys"] = rateable_keys
    for question in sys.stdin:
        close_old_connections()  # one that broke while the database was away
        try:
            # list() and the like over a queryset: the expression says itself what is JSON
            answer = {"answer": eval(json.loads(question), dict(names))}
            text = json.dumps(answer, default=str)
        except Exception:
            text = json.dumps({"fault": traceback.format_exc()})
        print(text, flush=True)


if __name__ == "__main__":
    main()
