"""Signatures: one exact state, void with every later change, never changed and never deleted."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from benchmarking import signing
from benchmarking.actions import complete_benchmark, reopen_benchmark
from benchmarking.actions.signatures import follow_change, sign
from benchmarking.actions.thresholds import set_thresholds
from benchmarking.actions.verdicts import decide_verdict
from benchmarking.models import Judgement, Signature
from benchmarking.models.benchmarks import SignatureIsFinal
from benchmarking.queries.sign_waiting import waiting_for
from benchmarking.queries.signatures import signed_states, state_of
from core.queries import history_of
from core.states import IllegalMove
from tests.benchmarking.desks import line, opened, rate, rate_all

pytestmark = pytest.mark.django_db


def finish(benchmark, world, conclusion="comparable", reason=""):
    """Completed by the Group I expert."""
    return complete_benchmark(
        benchmark=benchmark, conclusion=conclusion, reason=reason, by=world.cast.expert_one
    )


def sign_now(benchmark, by):
    """Read and sign what is there."""
    return sign(benchmark=benchmark, state_hash=signing.fingerprint(state_of(benchmark)), by=by)


@pytest.fixture
def completed(small_world):
    """Completed, every line F."""
    made = opened(small_world)
    rate_all(made, small_world)
    return finish(made, small_world)


@pytest.fixture
def signed(completed, small_world):
    """Signed by both sides."""
    sign_now(completed, small_world.cast.coordinator)
    sign_now(completed, small_world.cast.focal_kh)
    return completed


def in_force(benchmark):
    """Sides whose signature stands."""
    return sorted(benchmark.signatures.in_force().values_list("side", flat=True))


class TestSigning:
    def test_each_side_signs_for_itself(self, signed, small_world):
        receiving, sending = signed.signatures.order_by("pk")
        assert (receiving.side, receiving.by) == ("receiving", small_world.cast.coordinator)
        assert (sending.side, sending.by) == ("sending", small_world.cast.focal_kh)
        assert receiving.state_hash == sending.state_hash == signing.fingerprint(state_of(signed))
        assert "Focal point" in sending.office
        assert [one.event for one in history_of(signed)[:2]] == ["benchmark.signed", "benchmark.signed"]

    def test_what_is_kept_is_what_was_hashed(self, signed):
        for one in signed.signatures.all():
            assert signing.fingerprint(one.state) == one.state_hash

    def test_two_presses_are_one_signature(self, completed, small_world):
        first = sign_now(completed, small_world.cast.coordinator)
        assert sign_now(completed, small_world.cast.coordinator) == first
        assert completed.signatures.count() == 1

    def test_the_database_holds_one_in_force_for_each_side(self, signed, small_world):
        there = signed.signatures.first()
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(
                benchmark=signed,
                side=there.side,
                state_hash="0" * 64,
                state={},
                by=small_world.cast.coordinator,
                office="",
            )

    def test_an_open_benchmark_is_not_signed(self, small_world):
        made = opened(small_world)
        rate_all(made, small_world)
        with pytest.raises(IllegalMove, match="Only a completed"):
            sign_now(made, small_world.cast.coordinator)

    def test_what_changed_since_it_was_read_is_not_signed(self, completed, small_world):
        with pytest.raises(IllegalMove, match="has changed since"):
            sign(benchmark=completed, state_hash="0" * 64, by=small_world.cast.coordinator)
        assert not completed.signatures.exists()

    @pytest.mark.parametrize("who", ["expert_one", "expert_kh", "reviewer", "focal_la", "administrator"])
    def test_nobody_else_signs(self, completed, small_world, who):
        with pytest.raises(IllegalMove, match="each for its own side"):
            sign_now(completed, getattr(small_world.cast, who))


class TestVoiding:
    def test_reopening_voids_both_and_says_so(self, signed, small_world):
        reopen_benchmark(benchmark=signed, reason="A figure was wrong", by=small_world.cast.expert_one)
        assert in_force(signed) == []
        newest = signed_states(signed, state_of(signed))[0]
        assert "The benchmark was taken up again" in newest.causes[0]
        assert str(small_world.cast.expert_one) in newest.causes[0]

    def test_a_changed_line_is_named_with_who_and_when(self, signed, small_world):
        expert, of = small_world.cast.expert_one, line(small_world.thai, "1.2.1")
        reopen_benchmark(benchmark=signed, reason="A figure was wrong", by=expert)
        rate(signed, of, "P", by=expert, revision=1)
        told = signed_states(signed, state_of(signed))[0].since
        found = [one for one in told if "1.2.1" in one and "rating F → P" in one]
        assert len(found) == 1
        assert str(expert) in found[0]
        assert re.search(r"\d{4}, \d\d:\d\d", found[0])

    def test_void_stays_void_when_the_state_comes_back(self, signed, small_world):
        before = signing.fingerprint(state_of(signed))
        reopen_benchmark(benchmark=signed, reason="Looked again", by=small_world.cast.expert_one)
        finish(signed, small_world)
        assert signing.fingerprint(state_of(signed)) == before
        assert in_force(signed) == []
        follow_change(benchmark=signed, by=small_world.cast.expert_one)
        assert in_force(signed) == []

    def test_signed_again_is_a_new_row(self, signed, small_world):
        reopen_benchmark(benchmark=signed, reason="Looked again", by=small_world.cast.expert_one)
        finish(signed, small_world)
        sign_now(signed, small_world.cast.coordinator)
        assert in_force(signed) == ["receiving"]
        assert signed.signatures.count() == 3

    def test_a_threshold_voids_and_is_named(self, signed, small_world):
        set_thresholds(
            corridor=small_world.th_kh,
            comparable_from=Decimal(85),
            not_comparable_below=Decimal(50),
            seen=(Decimal(80), Decimal(50)),
            by=small_world.cast.coordinator,
        )
        assert in_force(signed) == []
        causes = signed_states(signed, state_of(signed))[0].causes
        assert any("Comparable from: 80 % → 85 %" in one for one in causes)

    def test_saving_the_same_thresholds_voids_nothing(self, signed, small_world):
        set_thresholds(
            corridor=small_world.th_kh,
            comparable_from=Decimal(80),
            not_comparable_below=Decimal(50),
            seen=(Decimal(80), Decimal(50)),
            by=small_world.cast.coordinator,
        )
        assert in_force(signed) == ["receiving", "sending"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("rating", "N"),
            ("reason", "Otherwise"),
            ("difference", "More"),
            ("dissent", "We differ"),
            ("recommendation", "Train"),
        ],
    )
    def test_every_word_of_a_judgement_counts(self, signed, small_world, field, value):
        """Written past the verbs, so that each field is proved by itself."""
        Judgement.objects.filter(pk=signed.judgements.first().pk).update(**{field: value})
        follow_change(benchmark=signed, by=small_world.cast.expert_one)
        assert in_force(signed) == []

    @pytest.mark.parametrize("field", ["verdict", "reason"])
    def test_a_verdict_counts(self, signed, small_world, field):
        verdict = signed.verdicts.first()
        type(verdict).objects.filter(pk=verdict.pk).update(
            **({"verdict": "partly", "proposed": "partly"} if field == "verdict" else {"reason": "New"})
        )
        follow_change(benchmark=signed, by=small_world.cast.expert_one)
        assert in_force(signed) == []

    def test_the_conclusion_counts(self, signed, small_world):
        type(signed).objects.filter(pk=signed.pk).update(conclusion="not_yet")
        follow_change(benchmark=signed, by=small_world.cast.expert_one)
        assert in_force(signed) == []

    def test_renaming_a_standard_does_not(self, signed, small_world):
        standard = small_world.thai.standard
        standard.title = "Bricklaying, corrected title"
        standard.save()
        follow_change(benchmark=signed, by=small_world.cast.expert_one)
        assert in_force(signed) == ["receiving", "sending"]

    def test_it_costs_one_query_while_nobody_has_signed(
        self, completed, small_world, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            follow_change(benchmark=completed, by=small_world.cast.expert_one)

    def test_the_state_costs_the_same_for_any_number_of_lines(
        self, completed, small_world, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(9):
            state_of(completed)


class TestNeverChanged:
    def test_it_is_not_saved_again(self, signed):
        one = signed.signatures.first()
        one.office = "Somebody else"
        with pytest.raises(SignatureIsFinal):
            one.save()
        one.refresh_from_db()
        assert one.office != "Somebody else"

    @pytest.mark.parametrize("field", ["state_hash", "office", "voided_at"])
    def test_it_is_not_updated(self, signed, field):
        with pytest.raises(SignatureIsFinal):
            Signature.objects.filter(benchmark=signed).update(**{field: None})
        with pytest.raises(SignatureIsFinal):
            signed.signatures.update(**{field: None})

    def test_it_is_not_updated_in_bulk(self, signed):
        rows = list(signed.signatures.all())
        with pytest.raises(SignatureIsFinal):
            Signature.objects.bulk_update(rows, ["office"])

    def test_it_is_not_deleted(self, signed):
        with pytest.raises(SignatureIsFinal):
            signed.signatures.first().delete()
        with pytest.raises(SignatureIsFinal):
            Signature.objects.all().delete()
        with pytest.raises(SignatureIsFinal):
            signed.signatures.all().delete()
        assert signed.signatures.count() == 2

    def test_neither_goes_its_benchmark_nor_its_signer(self, signed, small_world):
        with pytest.raises(ProtectedError):
            signed.delete()
        with pytest.raises(ProtectedError):
            small_world.cast.coordinator.delete()

    def test_a_void_one_is_not_voided_again(self, signed, small_world):
        reopen_benchmark(benchmark=signed, reason="Once", by=small_world.cast.expert_one)
        one = signed.signatures.first()
        assert Signature.objects.filter(pk=one.pk).void(at=one.at, change=[]) == 0
        one.refresh_from_db()
        assert one.voided_by_change


class TestPages:
    def test_the_check_page_shows_the_hash_and_what_is_signed(self, as_user, completed, small_world):
        text = as_user(small_world.cast.focal_kh).get(address(completed, "sign-check")).content.decode()
        for group in signing.groups(signing.fingerprint(state_of(completed))):
            assert group in text
        assert "Lay a half-brick wall" in text
        assert "Sending side, Cambodia" in text
        assert "Comparable from 80 %" in text

    def test_signing_from_the_page_signs_what_was_shown(self, as_user, completed, small_world):
        digest = signing.fingerprint(state_of(completed))
        answer = as_user(small_world.cast.focal_kh).post(
            address(completed, "sign-check"), {"read": "on", "state_hash": digest}
        )
        assert answer.status_code == 302
        assert completed.signatures.get().state_hash == digest

    def test_without_the_tick_nothing_is_signed(self, as_user, completed, small_world):
        answer = as_user(small_world.cast.coordinator).post(
            address(completed, "sign-check"), {"state_hash": "x"}
        )
        assert answer.status_code == 422
        assert "Tick that you have read it" in answer.content.decode()
        assert not completed.signatures.exists()

    def test_the_file_has_the_hash_of_the_page(self, as_user, completed, small_world):
        answer = as_user(small_world.cast.reviewer).get(address(completed, "sign-content"))
        assert signing.fingerprint(json.loads(answer.content)) == signing.fingerprint(state_of(completed))

    def test_the_page_says_void_and_why(self, as_user, signed, small_world):
        reopen_benchmark(benchmark=signed, reason="A figure was wrong", by=small_world.cast.expert_one)
        for user in (small_world.cast.coordinator, small_world.cast.focal_kh, small_world.cast.reviewer):
            text = as_user(user).get(address(signed, "sign")).content.decode()
            assert "Signature void" in text
            assert "The benchmark was taken up again" in text

    def test_list_and_benchmark_say_signed_and_then_void(self, as_user, signed, small_world):
        for user in (small_world.cast.coordinator, small_world.cast.focal_kh, small_world.cast.reviewer):
            for where in (reverse("benchmarking:list"), address(signed, "detail")):
                assert "Receiving side: signed" in as_user(user).get(where).content.decode()
        reopen_benchmark(benchmark=signed, reason="A figure was wrong", by=small_world.cast.expert_one)
        for where in (reverse("benchmarking:list"), address(signed, "detail")):
            text = as_user(small_world.cast.focal_kh).get(where).content.decode()
            assert "Sending side: signature void" in text
            assert "side: signed" not in text

    @pytest.mark.parametrize("who", ["expert_one", "expert_kh", "reviewer"])
    def test_who_does_not_sign_gets_no_button_and_no_page(self, as_user, completed, small_world, who):
        browser = as_user(getattr(small_world.cast, who))
        assert (
            address(completed, "sign-check") not in browser.get(address(completed, "sign")).content.decode()
        )
        assert browser.get(address(completed, "sign-check")).status_code == 403

    def test_an_invited_side_reads_no_state_before_the_release(self, as_user, small_world):
        made = opened(small_world)
        rate(made, line(small_world.thai, "1.2.1"), "P", by=small_world.cast.expert_one, difference="SECRET")
        made.invited_at = made.created_at
        made.save()
        browser = as_user(small_world.cast.focal_kh)
        for name in ("sign", "verdicts"):
            answer = browser.get(address(made, name))
            assert answer.status_code == 200
            assert "SECRET" not in answer.content.decode()
        assert browser.get(address(made, "sign-content")).status_code == 302


class TestWaiting:
    def titles(self, user):
        """What waits about signatures."""
        return [one.title for one in waiting_for(user) if "ign" in one.title]

    def test_the_other_side_is_asked_once_one_side_has_signed(self, completed, small_world):
        cast = small_world.cast
        assert self.titles(cast.focal_kh) == []
        sign_now(completed, cast.coordinator)
        assert self.titles(cast.focal_kh) == ["Read and sign: the other side has signed"]
        for user in (cast.coordinator, cast.expert_one, cast.expert_kh, cast.focal_la, cast.reviewer):
            assert self.titles(user) == []

    def test_both_are_asked_again_when_theirs_became_void(self, signed, small_world):
        cast = small_world.cast
        assert self.titles(cast.coordinator) == self.titles(cast.focal_kh) == []
        reopen_benchmark(benchmark=signed, reason="Look again", by=cast.expert_one)
        assert self.titles(cast.coordinator) == []
        finish(signed, small_world)
        for user in (cast.coordinator, cast.focal_kh):
            assert self.titles(user) == ["Sign again: your side's signature became void"]


def address(benchmark, name):
    """Of a page of the benchmark."""
    return reverse(f"benchmarking:{name}", args=[benchmark.ref])


def test_a_verdict_is_part_of_what_is_signed(small_world):
    made = opened(small_world)
    rate_all(made, small_world)
    section = line(small_world.thai, "1.1")
    decide_verdict(
        benchmark=made,
        section=section,
        verdict="partly",
        reason="Tools differ",
        revision=0,
        by=small_world.cast.expert_one,
    )
    assert state_of(made)["verdicts"][str(section.pk)]["reason"] == "Tools differ"
