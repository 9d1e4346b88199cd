"""Photos of observations in reports: frozen, printed beside the observation, told in words on the screen."""

from __future__ import annotations

from typing import cast

import pytest
from django.utils import timezone

from benchmarking.models import GapFinding
from core.files import store
from missions.models import Observation, ObservationPhoto
from reports import snapshots
from reports.documents.codec import to_plain
from reports.documents.gap_analysis import GapAnalysis, Seen, from_json, to_json
from reports.documents.html import html_of
from reports.documents.reading import reading_of
from reports.models import Scope
from reports.states import ReportKind
from tests.conftest import World
from tests.reports.pictures import png
from tests.reports.world import followed_up, judged

WORDS = "A test wall with a plumb line beside it"


def photo(seen: Observation, words: str) -> ObservationPhoto:
    """A photo with a small file of its own."""
    stored = store(png(), name="photo.png", content_type="image/png", by=seen.by)
    small = store(png((30, 15)), name="photo.png", content_type="image/png", by=seen.by)
    return ObservationPhoto.objects.create(
        observation=seen, stored=stored, small=small, words=words, added_by=seen.by
    )


@pytest.mark.django_db
def test_a_report_freezes_the_photos_and_prints_them_beside_the_observation(small_world: World) -> None:
    judged(small_world)
    seen = followed_up(small_world, GapFinding.objects.get())
    kept, gone = photo(seen, WORDS), photo(seen, "Removed before")
    gone.removed_at, gone.removed_by = timezone.now(), seen.by
    gone.save()

    document = cast(
        GapAnalysis,
        snapshots.build(
            ReportKind.GAP_ANALYSIS,
            Scope.of(small_world.th_kh, language="en"),
            number="MRS-TH-KH-7112-GA-01",
            version=1,
            now=timezone.localtime(),
            by=seen.by,
        ),
    )

    page = html_of(document)
    assert f'src="asset:picture/{kept.small.sha256}.png" alt="{WORDS}"' in page
    assert "Removed before" not in page
    assert from_json(to_json(document)) == document
    whole = reading_of(document).whole
    assert whole.count(WORDS) == 1
    assert "asset:" not in whole


def test_what_was_frozen_before_there_were_photos_keeps_its_hash() -> None:
    plain = to_plain(Seen("", "2019-06-03", "Text"))

    assert plain == {"mission": "", "on": "2019-06-03", "text": "Text", "effect": ""}
