"""The demonstration in the database: loaded once for the module, then looked at from every side."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings

from accounts.access import can
from accounts.models import Organisation, Team, User
from accounts.permissions import Permission
from benchmarking.models import Benchmark, GapFinding, GapReply, Judgement
from benchmarking.queries.reconciling import ReconcileFilter, reconciliation_of
from benchmarking.queries.rights import PERMISSION_OF
from benchmarking.states import BenchmarkState, GapState
from core.models import AuditLine, Job, JobState
from corridors.models import Activity, Corridor, CorridorStep, Pilot
from corridors.states import ActivityKind, StepState
from missions.models import Mission, Observation, ObservationGap
from missions.states import MissionState
from mrs_portal.demo import load
from mrs_portal.demo.data import read as demo_words
from mrs_portal.demo.people import PASSWORD
from reports.models import Report, ReportComment, ReportFile
from reports.states import ReportKind, ReportState
from standards.intake import read
from standards.models import Edition, Line, LineComment, Occupation, Share, SkillArea, SourceFile
from standards.states import EditionState
from tests.mrs_portal.demo_files import BENCHMARKS, EDITIONS, PILOT, TALK, lines_of, plan_rows

FULL = BENCHMARKS["benchmark_th_kh_bricklaying"]
HALF = BENCHMARKS["benchmark_th_mm_sewing"]


@pytest.fixture(scope="module")
def files_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration of this module keeps its files."""
    return tmp_path_factory.mktemp("demo-files")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any, files_folder: Path) -> Iterator[str]:
    """What seed_demo printed; its data are there for all tests of the module and gone afterwards."""
    changes = {
        "PRIVATE_FILES": files_folder,
        "STORAGES": _storages(),
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "DEMO": True,
        "JOB_HEARTBEAT": 600,  # the module's transaction holds the database, so that nothing else could write
    }
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**changes):
            said = _stopped_before_the_report()
            call_command("seed_demo", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


def _stopped_before_the_report() -> StringIO:
    """A first run that is stopped when all but the report is there; the next one takes it up from there."""

    def stopped() -> list[str]:
        raise KeyboardInterrupt

    said = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mrs_portal.demo.paper.finish_reports", stopped)
        with pytest.raises(KeyboardInterrupt):
            call_command("seed_demo", stdout=said)
    return said


def _storages() -> dict[str, Any]:
    return {**django_settings.STORAGES, "private": {"BACKEND": "core.storage.PrivateStorage"}}


@pytest.fixture
def _demo_files(settings: Any, files_folder: Path, demo: str) -> None:
    """The files of the demonstration, in place of the test's own empty folder."""
    settings.PRIVATE_FILES = files_folder
    settings.STORAGES = _storages()


def person(key: str) -> User:
    return User.objects.select_related("organisation").get(email=f"{key}@mrs.example.org")


def corridor(key: str) -> Corridor:
    item = next(one for one in PILOT["corridors"] if one["key"] == key)
    return Corridor.objects.get(sending_country=item["sending_country"], skill_area__slug=item["skill_area"])


# --- Everything of the files is there ------------------------------------------------------------


def test_people_groups_and_reference_data_are_those_of_the_files(demo: str) -> None:
    assert Organisation.objects.count() == len(PILOT["organisations"])
    assert set(User.objects.values_list("email", "role")) == {
        (item["email"], item["role"]) for item in PILOT["accounts"]
    }
    assert Team.objects.count() == len(PILOT["teams"])
    for item in PILOT["teams"]:
        team = Team.objects.get(name__startswith=f"{item['name']}:")
        assert Counter(team.memberships.values_list("user__email", "function")) == Counter(
            (f"{one['account']}@mrs.example.org", one["function"])
            for one in item["members"]
            if one["account"]
        )
    assert SkillArea.objects.count() == len(PILOT["skill_areas"])
    assert Occupation.objects.count() == len(PILOT["occupations"])


def test_every_account_signs_in_with_the_printed_password(demo: str) -> None:
    # Through the sign-in page once; the others share its hash.
    answer = Client().post(
        "/accounts/sign-in/", {"login": "coordinator.th@mrs.example.org", "password": PASSWORD}
    )

    assert answer.status_code == 302
    secrets = set(User.objects.exclude(email__startswith="coordinator").values_list("password", flat=True))
    assert len(secrets) == 1


def test_the_pilot_has_its_corridors_with_steps_one_to_five_in_scope(demo: str) -> None:
    pilot = Pilot.objects.get()
    assert pilot.title == "MRS pilot 2019"
    assert pilot.corridors.count() == len(PILOT["corridors"])
    for item in PILOT["corridors"]:
        found = corridor(item["key"])
        assert found.priority == item["priority"]
        assert "".join(found.steps.filter(in_scope=True).values_list("code", flat=True)) == "12345"
        assert set(found.steps.filter(state=StepState.CLOSED).values_list("code", "reason")) == {
            (step["code"], step["reason"]) for step in item["closed_steps"]
        }
    assert CorridorStep.objects.count() == len(PILOT["corridors"]) * len(PILOT["roadmap"])


def test_the_editions_hold_every_line_and_were_decided_by_a_second_person(demo: str) -> None:
    accepted = Edition.objects.filter(state=EditionState.ACCEPTED)
    assert accepted.count() == len(EDITIONS)
    for key, data in EDITIONS.items():
        edition = accepted.get(standard__title=data["standard"]["title"])
        assert edition.state == data["state"] == EditionState.ACCEPTED
        assert (edition.issued_on.isoformat(), edition.public) == (data["date"], data["public"])
        assert edition.submitted_by != edition.decided_by
        assert edition.licence == data["licence"]
        assert edition.level_framework is not None
        assert (edition.level_framework.country, edition.level_framework.short_name) == (
            data["country"],
            data["level_framework"],
        )
        written = list(
            edition.lines.order_by("position").values_list("kind", "number", "critical", "unit_type")
        )
        assert written == [
            (line["kind"], line["number"], line.get("critical", False), line.get("unit_type", ""))
            for line in lines_of(key)
        ]
    assert Line.objects.filter(parent=None, edition__in=accepted).count() == sum(
        len(data["lines"]) for data in EDITIONS.values()
    )
    assert Share.objects.filter(edition__standard__country="KH", team__name__startswith="Group I:").exists()


@pytest.mark.usefixtures("_demo_files")
def test_every_edition_has_its_file_with_its_hash_and_reads_back_to_its_lines(tmp_path: Path) -> None:
    sources = SourceFile.objects.filter(edition__state=EditionState.ACCEPTED)
    assert sources.count() == len(EDITIONS)
    for key, data in EDITIONS.items():
        source = sources.get(edition__standard__title=data["standard"]["title"])
        with source.stored.open() as stored:
            content = stored.read()
        assert hashlib.sha256(content).hexdigest() == source.stored.sha256
        path = tmp_path / f"{key}.xlsx"
        path.write_bytes(content)
        assert [(line.kind, line.number, line.text) for line in read(path, path.name).lines] == [
            (line["kind"], line["number"], line["text"]) for line in lines_of(key)
        ]


def test_missions_have_planned_and_actual_dates_and_an_agenda_by_day(demo: str) -> None:
    assert Mission.objects.count() == len(PILOT["missions"])
    for item in PILOT["missions"]:
        mission = Mission.objects.get(title=item["title"])
        planned = (mission.planned_start.isoformat(), mission.planned_end.isoformat())
        assert planned == (item["planned"]["start"], item["planned"]["end"])
        assert mission.planned_month_only == item["planned"]["month_only"]
        assert mission.state == item["state"]
        if item["actual"]:
            assert mission.actual_start.isoformat() == item["actual"]["start"]
        assert mission.agenda.count("Day ") == len(PILOT["agendas"][item["agenda"]]["days"])
        assert mission.corridors.count() == len(item["corridors"])
    assert Mission.objects.filter(state=MissionState.HELD).count() == 4


def test_the_plan_is_a_tree_of_ten_rows_with_sub_rows_and_the_assistance(demo: str) -> None:
    planned = Activity.objects.filter(kind=ActivityKind.ACTIVITY)
    assert set(planned.values_list("number", "title", "state")) == {
        (row["number"], row["name"], row["state"]) for row in plan_rows()
    }
    assert planned.filter(parent=None).count() == 10
    done = Activity.objects.get(number="5.2")
    assert (str(done.actual_start), str(done.actual_end)) == ("2019-06-12", "2019-06-14")
    assistance = Activity.objects.filter(kind=ActivityKind.ASSISTANCE)
    assert set(assistance.values_list("title", "state")) == {
        (item["title"], item["state"]) for item in FULL["assistance"]
    }
    for item in FULL["assistance"]:
        assert assistance.get(title=item["title"]).gaps.count() == len(item["gaps"])
    assert not Activity.objects.filter(dates_illustrative=False).exists()


def test_one_benchmark_is_finished_and_one_is_being_reconciled(demo: str) -> None:
    full = Benchmark.objects.get(corridor=corridor(FULL["corridor"]), number=1)
    half = Benchmark.objects.get(corridor=corridor(HALF["corridor"]))
    assert (full.state, full.conclusion) == (BenchmarkState.COMPLETED, FULL["conclusion"]["value"])
    assert half.state == BenchmarkState.OPEN
    assert half.released_at
    assert half.sending_released_at
    further = demo_words("two_views.json")["both_sides"][
        "receiving"
    ]  # by the Thai side, after the first half
    for benchmark, items in ((full, FULL["judgements"]), (half, [*HALF["judgements"], *further])):
        own = benchmark.judgements.filter(view="receiving")
        assert Counter(own.values_list("rating", flat=True)) == Counter(item["rating"] for item in items)
    for benchmark, data in ((full, FULL), (half, HALF)):
        assert benchmark.gaps.count() == len(data["gaps"])
    own_links = Judgement.counterparts.through.objects.filter(judgement__view="receiving")
    links = own_links.filter(judgement__benchmark=full).count()
    assert links == sum(len(item["counterparts"]) for item in FULL["judgements"])


def test_both_sides_judged_sewing_and_agreed_on_a_part_with_one_dissent(demo: str) -> None:
    half = Benchmark.objects.get(corridor=corridor(HALF["corridor"]))
    told = demo_words("two_views.json")["both_sides"]
    found = reconciliation_of(half, ReconcileFilter())
    settled = len(told["taken"]) + len(told["dissent"])
    assert (found.differing, found.done, found.dissents) == (len(told["sending"]), settled, 1)
    assert found.left
    assert found.same_left == 0
    at_table = Judgement.objects.filter(benchmark__corridor=corridor(FULL["corridor"]), view="agreed")
    assert (
        at_table.filter(benchmark__number=1).count() == demo_words("two_views.json")["at_one_table"]["count"]
    )


def test_gaps_are_in_every_state_with_the_words_of_the_files(demo: str) -> None:
    gaps = GapFinding.objects.filter(benchmark__corridor=corridor(FULL["corridor"]), benchmark__number=1)
    assert set(gaps.values_list("state", flat=True)) == set(GapState.values)
    assert set(gaps.values_list("title", "state", "severity", "code")) == {
        (item["title"], item["state"], item["severity"], item["code"]) for item in FULL["gaps"]
    }
    closed = gaps.get(state=GapState.CLOSED)
    assert (closed.reported_by, closed.closed_by) == (person("focal.kh"), person("group1.head.th"))
    assert closed.closing_note
    talk = GapReply.objects.filter(position="")
    assert talk.count() == sum(len(item.get("replies", [])) for item in FULL["gaps"])
    formal = GapReply.objects.exclude(position="").values_list("gap__title", "position", "by__email")
    assert set(formal) == {
        (item["title"], item["position"], person(item["by"]).email)
        for item in demo_words("gaps.json")["positions"]
    }
    assert not gaps.filter(owner_office=None).exists()
    assert not gaps.filter(action_type="").exists()
    assert ObservationGap.objects.count() == sum(len(item["gaps"]) for item in FULL["observations"])
    assert Observation.objects.count() == len(FULL["observations"])


def test_every_act_of_the_demonstration_was_one_that_its_person_may_do(demo: str) -> None:
    rights = {
        "edition.submitted": Permission.EDITION_SUBMIT,
        "edition.accepted": Permission.EDITION_DECIDE,
        "gap.agreed": Permission.GAP_AGREE,
        "gap.started": Permission.GAP_WORK,
        "gap.reported_done": Permission.GAP_WORK,
        "gap.closed": Permission.GAP_CLOSE,
        "gap.position": Permission.GAP_REPLY,
        "gap.kept": Permission.GAP_EDIT,
        "gap.dismissed": Permission.GAP_EDIT,
        "benchmark.invited": Permission.BENCHMARK_SET,
        "benchmark.view_released": Permission.VIEW_RELEASE,
        "benchmark.completed": Permission.BENCHMARK_COMPLETE,
        "observation.noted": Permission.OBSERVE,
        "report.requested": Permission.REPORT_REQUEST,
        "report.ilo_review": Permission.REPORT_MOVE,
        "report.commented": Permission.REPORT_COMMENT,
        "edition.copied": Permission.EDITION_EDIT,
        "line.commented": Permission.LINE_COMMENT,
        "line.answered": Permission.LINE_COMMENT,
        "line.settled": Permission.LINE_COMMENT,
    }
    models: dict[str, Any] = {
        "edition": Edition,
        "line": Edition,  # what is said about a line stands in its edition's history
        "gap": GapFinding,
        "judgement": Judgement,
        "benchmark": Benchmark,
        "observation": Observation,
        "report": Report,
    }
    for one in Judgement.objects.select_related("by__organisation", "benchmark__corridor"):
        assert can(one.by, PERMISSION_OF[one.view], one.benchmark), (one, one.view, one.by)
    for event, permission in rights.items():
        lines = AuditLine.objects.filter(event=event).select_related("by__organisation")
        assert lines, event
        for line in {(one.by, one.subject_id): one for one in lines}.values():
            subject = models[event.split(".")[0]].objects.get(pk=line.subject_id)
            scope = subject.benchmark if isinstance(subject, Judgement) else subject
            assert can(line.by, permission, scope), (event, line.by)


@pytest.mark.usefixtures("_demo_files")
def test_the_report_waits_for_the_ilo_with_its_pdf_and_a_comment() -> None:
    report = Report.objects.get(kind=ReportKind.GAP_ANALYSIS)
    assert (report.state, report.corridor) == (ReportState.ILO_REVIEW, corridor(FULL["corridor"]))
    assert report.sent_by == person(FULL["report"]["sent_to_ilo_by"])
    file = ReportFile.objects.get(version__report=report)
    assert file.stored is not None
    with file.stored.open() as stored:
        assert stored.read(5) == b"%PDF-"
    assert file.pages > 10
    waiting = Job.objects.exclude(state=JobState.READY)
    assert set(waiting.values_list("name", flat=True)) <= {
        "benchmarking.suggest",
        "reports.render",
    }  # for the worker
    assert list(ReportComment.objects.values_list("text", flat=True)) == [
        item["text"] for item in FULL["report"]["comments"]
    ]
    volume = Report.objects.get(kind=ReportKind.VOLUME)
    assert (volume.state, volume.sending_country) == (ReportState.DRAFT, report.sending_country)
    merged = volume.versions.get().snapshot["merged"]
    assert [one["digits"] for one in merged] == [report.versions.get().snapshot_hash]
    others = Report.objects.filter(
        kind__in=[ReportKind.PROGRESS, ReportKind.EDITIONS], state=ReportState.DRAFT
    )
    assert sorted(one.number for one in others) == [
        "MRS-TH-ALL-PG-01",
        "MRS-TH-KH-7112-PG-01",
        "MRS-TH-MM-7112-ED-01",
    ]


# --- Questions about lines, and a draft ----------------------------------------------------------


def test_one_question_is_settled_and_one_open_and_only_the_two_sides_read_them(demo: str) -> None:
    threads = LineComment.objects.threads()
    assert set(threads.values_list("text", "settled_by__email")) == {
        (item["text"], f"{item['settled_by']}@mrs.example.org" if item["settled_by"] else None)
        for item in TALK["threads"]
    }
    assert LineComment.objects.count() == sum(1 + len(item["answers"]) for item in TALK["threads"])
    for reader in ("coordinator.th", "focal.kh", "reviewer.ilo"):
        assert LineComment.objects.visible_to(person(reader)).exists(), reader
    for outsider in ("focal.la", "focal.mm", "observer", "admin"):
        assert not LineComment.objects.visible_to(person(outsider)).exists(), outsider


def test_the_next_lao_edition_is_a_draft_whose_corrected_lines_wait_to_be_confirmed(demo: str) -> None:
    item = TALK["draft"]
    draft = Edition.objects.get(state=EditionState.DRAFT)
    assert (draft.label, draft.previous.state) == (item["edition"], EditionState.ACCEPTED)
    intake = draft.intakes.get()
    for change in item["lines"]:
        assert intake.lines.get(number=change["number"]).text == change["text"]
        assert draft.lines.get(number=change["number"]).text != change["text"]
    assert intake.lines.count() == draft.lines.count()
    assert Edition.objects.visible_to(person(item["by"])).contains(draft)
    for outsider in ("coordinator.th", "focal.kh", "focal.mm", "reviewer.ilo", "observer", "admin"):
        assert not Edition.objects.visible_to(person(outsider)).contains(draft), outsider


# --- Who sees what -------------------------------------------------------------------------------


def test_the_focal_point_of_lao_pdr_sees_nothing_of_cambodia(demo: str) -> None:
    lao = person("focal.la")
    assert {one.sending_country for one in Corridor.objects.visible_to(lao)} == {"LA"}
    foreign = Edition.objects.visible_to(lao).exclude(standard__country__in=["LA", "TH"])
    assert not foreign.exists()
    assert not Benchmark.objects.visible_to(lao).exists()
    assert not GapFinding.objects.visible_to(lao).exists()
    assert not Observation.objects.visible_to(lao).exists()
    assert not Report.objects.visible_to(lao).exists()
    assert {one.country for one in Mission.objects.visible_to(lao)} == {"LA"}
    assert {one.country for one in Activity.objects.visible_to(lao)} == {"", "LA"}


def test_each_side_sees_its_own_and_what_was_released(demo: str) -> None:
    cambodian, burmese = person("focal.kh"), person("focal.mm")
    assert Benchmark.objects.visible_to(cambodian).count() == 1
    assert GapFinding.objects.visible_to(cambodian).filter(benchmark__number=1).count() == len(FULL["gaps"])
    assert Report.objects.visible_to(cambodian).count() == 1
    # Myanmar judged sewing, too, and both views are released.
    half = Benchmark.objects.visible_to(burmese).get(corridor=corridor(HALF["corridor"]))
    seen = GapFinding.objects.visible_to(burmese).filter(benchmark__isnull=False)
    assert set(seen.values_list("benchmark", flat=True)) == {half.pk}
    assert Report.objects.visible_to(person("reviewer.ilo")).count() == 1
    assert set(Edition.objects.visible_to(person("observer")).values_list("standard__country", "public")) == {
        ("TH", True)
    }
    assert not Edition.objects.visible_to(person("admin")).exists()
    assert {one.skill_area.slug for one in Corridor.objects.visible_to(person("group3.expert.th"))} == {
        "sewing"
    }


# --- The commands --------------------------------------------------------------------------------


def test_a_second_time_nothing_is_changed(demo: str, settings: Any) -> None:
    settings.DEMO = True
    before = AuditLine.objects.count()
    out = StringIO()

    call_command("seed_demo", stdout=out)

    assert "nothing was changed" in out.getvalue()
    assert AuditLine.objects.count() == before
    assert Pilot.objects.count() == 1


def test_each_part_says_what_it_loaded(demo: str) -> None:
    lines = demo.splitlines()
    assert len(lines) >= 18
    assert "9 editions, 533 lines" in demo
    assert "in ILO review" in demo


def test_a_run_that_breaks_leaves_nothing(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    assert not Pilot.objects.exists()  # tests of their own transaction run before the module's demonstration

    def broken(*_args: object) -> str:
        assert Edition.objects.count() == len(EDITIONS)
        raise KeyboardInterrupt

    monkeypatch.setattr("mrs_portal.demo.plan.load_plan", broken)
    with pytest.raises(KeyboardInterrupt):
        load.load(lambda _sentence: None)

    assert not Pilot.objects.exists()
    assert not User.objects.exists()
    assert not AuditLine.objects.exists()


def test_accounts_that_stand_in_the_way_are_named_and_nothing_is_loaded(
    demo: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setattr(load, "pilot_of", lambda _data: Pilot.objects.none())

    with pytest.raises(CommandError, match=r"There is an account .+@mrs\.example\.org already"):
        call_command("seed_demo", stdout=StringIO())

    assert Pilot.objects.count() == 1


def test_the_accounts_are_listed_with_password_role_and_what_to_try(demo: str) -> None:
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    text = out.getvalue()
    assert PASSWORD in text
    for item in PILOT["accounts"]:
        assert item["email"] in text
        assert item["try_first"].split()[0] in text


# --- The next benchmark --------------------------------------------------------------------------


def test_one_benchmark_is_carried_on_and_another_one_could_be(demo: str) -> None:
    first, second = Benchmark.objects.filter(corridor=corridor("th-mm-bricklaying")).order_by("number")
    assert second.previous == first
    assert set(first.judgements.values_list("rating", flat=True)) == {"F", "P", "N"}
    assert second.judgements.filter(rating="").count() == 1  # open again, for its counterpart changed
    newer = Edition.objects.filter(state=EditionState.SUBMITTED, standard__country="KH").get()
    full = Benchmark.objects.get(corridor=corridor(FULL["corridor"]))
    assert full.sending_editions.get().standard == newer.standard
    assert not Benchmark.objects.filter(previous=full).exists()
