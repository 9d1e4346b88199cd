"""The merged volume: what it takes in, whom it may reach, and the page that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.files import store
from core.refs import make_ref
from core.states import IllegalMove
from corridors.models import Corridor
from reports import actions, snapshots
from reports.documents.codec import to_plain
from reports.documents.volume import Volume
from reports.models import Report, ReportVersion, Scope
from reports.snapshots import Refused
from reports.snapshots import volume as frozen
from reports.states import Reach, ReportKind, ReportState
from tests.conftest import World
from tests.reports.world import pdf, requested

AsUser = Callable[[User], Client]


# --- What goes in ------------------------------------------------------------------------------------------


def scope(world: World, country: str = "KH", **more: Any) -> Scope:
    return Scope(world.pilot, "TH", country, **more)


def build(about: Scope, world: World) -> Volume:
    made = snapshots.build(
        ReportKind.VOLUME, about, number="N", version=1, now=timezone.localtime(), by=world.cast.coordinator
    )
    return cast(Volume, made)


def ready(report: Report) -> Report:
    file = pdf(report)
    stored = store(b"%PDF-1.7 test", name="r.pdf", content_type="application/pdf", by=None)
    actions.settle_file(file=file, stored=stored, pages=2, by=None)
    return report


def in_review(world: World) -> Report:
    """The gap analysis of Cambodian bricklaying, sent to the ILO."""
    return actions.move(report=ready(requested(world)), to=ReportState.ILO_REVIEW, by=world.cast.coordinator)


def copied(report: Report, corridor: Corridor, state: str, **more: Any) -> Report:
    """A report of another corridor, or another one of the same, with the same content."""
    version = report.versions.get()
    made = Report.objects.create(
        ref=make_ref("report"),
        pilot=report.pilot,
        receiving_country="TH",
        sending_country=corridor.sending_country,
        corridor=corridor,
        kind=ReportKind.GAP_ANALYSIS,
        number=f"MRS-{Report.objects.count()}",
        state=state,
        created_by=report.created_by,
        **more,
    )
    ReportVersion.objects.create(
        report=made,
        number=1,
        snapshot=version.snapshot,
        snapshot_hash=version.snapshot_hash,
        created_by=report.created_by,
        released_at=timezone.now(),
    )
    return made


def in_state(report: Report, state: str) -> Report:
    Report.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    return report


@pytest.mark.django_db
class TestSnapshot:
    def test_without_a_report_at_the_ilo_it_is_refused_kindly(self, small_world: World) -> None:
        requested(small_world)

        with pytest.raises(Refused, match="there is nothing to merge"):
            build(scope(small_world), small_world)

    def test_it_takes_in_exactly_what_left_the_receiving_side(self, small_world: World) -> None:
        report = in_review(small_world)
        version = report.versions.get()
        found = build(scope(small_world), small_world)

        assert [(one.number, one.version, one.digits) for one in found.merged] == [
            (report.number, 1, version.snapshot_hash)
        ]
        assert to_plain(found.merged[0].document) == version.snapshot
        assert (found.corridors, found.missing) == (2, 1)  # wiring has no report

    @pytest.mark.parametrize("state", ["draft", "internal_check", "country_reply", "returned", "withdrawn"])
    def test_what_is_not_with_the_ilo_or_came_back_stays_out(self, small_world: World, state: str) -> None:
        in_state(in_review(small_world), state)

        with pytest.raises(Refused):
            build(scope(small_world), small_world)

    def test_the_newest_report_of_a_corridor_goes_in(self, small_world: World) -> None:
        first = in_review(small_world)
        later = copied(first, small_world.th_kh, ReportState.ACCEPTED)
        in_state(first, ReportState.PUBLISHED)

        assert [one.number for one in build(scope(small_world), small_world).merged] == [later.number]

    def test_of_several_languages_its_own_goes_before_english(self, small_world: World) -> None:
        first = in_review(small_world)
        copied(first, small_world.th_kh, ReportState.PUBLISHED, language="lo")
        khmer = copied(first, small_world.th_kh, ReportState.PUBLISHED, language="th")
        copied(first, small_world.th_kh, ReportState.PUBLISHED, language="lo")

        own = build(scope(small_world, language="th"), small_world)
        other = build(scope(small_world, language="my"), small_world)

        assert [one.number for one in own.merged] == [khmer.number]
        assert [one.number for one in other.merged] == [first.number]

    @pytest.mark.parametrize("more", [1, 3])
    def test_it_takes_the_same_queries_for_any_number_of_corridors(
        self, small_world: World, more: int
    ) -> None:
        first = in_review(small_world)
        others = [small_world.th_la, small_world.th_mm, small_world.th_kh_wiring][:more]
        for corridor in others:
            copied(first, corridor, ReportState.PUBLISHED)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            made = frozen.build(
                scope(small_world, ""),
                number="N",
                version=1,
                now=timezone.localtime(),
                by=small_world.cast.coordinator,
            )

        assert len(made.merged) == more + 1
        assert len(asked) == frozen.QUERIES

    def test_more_lines_than_one_document_may_have_are_refused_with_a_way_out(
        self, small_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_review(small_world)
        monkeypatch.setattr(frozen, "MOST_LINES", 4)

        with pytest.raises(Refused, match="at most 4. Ask for one volume for each sending country"):
            build(scope(small_world, ""), small_world)
        with pytest.raises(Refused, match="one by one"):
            build(scope(small_world), small_world)


# --- Whom it may reach -------------------------------------------------------------------------------------


def volume_of(world: World, country: str = "KH") -> Report:
    return ready(
        actions.request_report(scope=scope(world, country), kind=ReportKind.VOLUME, by=world.cast.coordinator)
    )


def send(report: Report, to: str, world: World) -> Report:
    return actions.move(report=report, to=to, by=world.cast.coordinator)


@pytest.mark.django_db
class TestReaders:
    def test_a_country_gets_the_volume_of_what_it_may_read_already(self, small_world: World) -> None:
        in_review(small_world)
        volume = send(volume_of(small_world), ReportState.COUNTRY_REPLY, small_world)

        assert volume.number == "MRS-TH-KH-VO-01"
        assert Report.objects.visible_to(small_world.cast.focal_kh).filter(pk=volume.pk).exists()
        assert not Report.objects.visible_to(small_world.cast.focal_la).filter(pk=volume.pk).exists()
        assert not Report.objects.visible_to(small_world.cast.expert_one).filter(pk=volume.pk).exists()

    @pytest.mark.parametrize("state", ["draft", "withdrawn"])
    def test_it_stays_when_a_report_in_it_was_taken_back(self, small_world: World, state: str) -> None:
        part = in_review(small_world)
        volume = volume_of(small_world)
        in_state(part, state)

        with pytest.raises(IllegalMove, match=f"taken back or withdrawn: {part.number}"):
            send(volume, ReportState.ILO_REVIEW, small_world)
        assert ReportVersion.objects.get(report=volume).released_at is None

    def test_it_is_published_only_when_every_report_in_it_is(self, small_world: World) -> None:
        part = in_review(small_world)
        volume = in_state(volume_of(small_world), ReportState.ACCEPTED)

        with pytest.raises(IllegalMove, match=f"not published: {part.number}"):
            send(volume, ReportState.PUBLISHED, small_world)
        in_state(part, ReportState.PUBLISHED)
        assert send(volume, ReportState.PUBLISHED, small_world).state == ReportState.PUBLISHED

    def test_nobody_reads_an_older_version_in_a_published_volume(self, small_world: World) -> None:
        part = in_review(small_world)
        volume = in_state(volume_of(small_world), ReportState.ACCEPTED)
        in_state(part, ReportState.PUBLISHED)
        first = part.versions.get()
        ReportVersion.objects.create(
            report=part, number=2, snapshot=first.snapshot, snapshot_hash="b" * 64, created_by=part.created_by
        )

        with pytest.raises(IllegalMove, match="newer version of these reports"):
            send(volume, ReportState.PUBLISHED, small_world)

    def test_the_volume_of_a_pilot_leaves_only_when_all_is_published(self, small_world: World) -> None:
        part = in_review(small_world)
        volume = volume_of(small_world, "")

        with pytest.raises(IllegalMove, match=f"not published: {part.number}"):
            send(volume, ReportState.ILO_REVIEW, small_world)
        in_state(part, ReportState.PUBLISHED)
        assert send(volume, ReportState.ILO_REVIEW, small_world).state == ReportState.ILO_REVIEW

    def test_the_volume_of_a_pilot_has_no_country_to_reply(self, small_world: World) -> None:
        in_state(in_review(small_world), ReportState.PUBLISHED)

        with pytest.raises(IllegalMove, match="no single sending country"):
            send(volume_of(small_world, ""), ReportState.COUNTRY_REPLY, small_world)

    def test_it_says_the_same_until_a_report_in_it_moves_on(self, small_world: World) -> None:
        part = in_review(small_world)
        volume = volume_of(small_world)
        assert volume_of(small_world) == volume
        assert volume.versions.count() == 1

        in_state(part, ReportState.PUBLISHED)

        assert volume_of(small_world) == volume
        assert volume.versions.count() == 2


# --- Asking for it -----------------------------------------------------------------------------------------


def address(world: World, query: str = "") -> str:
    return reverse("reports:request-pilot", kwargs={"ref": world.pilot.ref}) + query


@pytest.mark.django_db
class TestAsking:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("coordinator", 200), ("expert_one", 403), ("focal_kh", 403), ("reviewer", 403), ("observer", 404)],
    )
    def test_only_the_receiving_coordinator_asks(
        self, small_world: World, as_user: AsUser, who: str, status: int
    ) -> None:
        browser = as_user(getattr(small_world.cast, who))

        assert browser.get(address(small_world)).status_code == status

    def test_the_page_says_what_is_merged_and_what_stands_in_the_way(
        self, small_world: World, as_user: AsUser
    ) -> None:
        part = in_review(small_world)
        page = as_user(small_world.cast.coordinator).get(address(small_world, "?country=KH"))

        text = page.content.decode()
        assert page.status_code == 200
        assert f"{part.number}, Version 1" in text
        assert f"The volume can be published only when these reports are: {part.number}." in text
        assert "1 of 2 corridors is not in it" in " ".join(text.split())

    def test_without_anything_to_merge_it_leads_to_the_gap_analyses(
        self, small_world: World, as_user: AsUser
    ) -> None:
        browser = as_user(small_world.cast.coordinator)

        assert "there is nothing to merge" in browser.get(address(small_world)).content.decode()
        answer = browser.post(address(small_world))
        assert answer.status_code == 303
        assert any("nothing to merge" in str(said) for said in get_messages(answer.wsgi_request))

    def test_sending_the_form_makes_the_volume_of_the_chosen_country(
        self, small_world: World, as_user: AsUser
    ) -> None:
        in_review(small_world)
        browser = as_user(small_world.cast.coordinator)
        browser.post(address(small_world, "?kind=volume&country=KH&language=th"))
        made = Report.objects.get(kind=ReportKind.VOLUME)

        assert (made.scope.reach, made.sending_country, made.language) == (Reach.COUNTRY, "KH", "th")
        page = browser.get(reverse("reports:detail", kwargs={"ref": made.ref}))
        assert "Reports merged in this volume" in page.content.decode()

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("?country=XX", "This country has no corridor in this pilot."),
            ("?language=tlh", "Reports are not made in this language."),
            ("?kind=gap_analysis", "There is no report of this kind here."),
            ("?kind=progress&country=KH", "Choose other corridors or another kind."),
        ],
    )
    def test_a_choice_that_makes_no_sense_is_refused_in_words(
        self, small_world: World, as_user: AsUser, query: str, sentence: str
    ) -> None:
        browser = as_user(small_world.cast.coordinator)

        for answer in (browser.get(address(small_world, query)), browser.post(address(small_world, query))):
            assert answer.status_code == 422
            assert sentence in answer.content.decode()
        assert not Report.objects.exists()

    def test_the_library_offers_volumes_to_whoever_may_ask(self, small_world: World, as_user: AsUser) -> None:
        library = reverse("reports:list")

        assert (
            address(small_world, "?country=KH")
            in as_user(small_world.cast.coordinator).get(library).content.decode()
        )
        assert "/new/" not in as_user(small_world.cast.focal_kh).get(library).content.decode()
