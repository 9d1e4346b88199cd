"""Photos of observations: made anew, with words, at most six, removed and put back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from core.queries import history_of
from core.states import IllegalMove
from missions import actions as missions
from missions import actions_photos as actions
from missions.models import Observation, ObservationPhoto
from tests.conftest import World
from tests.missions.gaps import DAY_ONE, held
from tests.reports.pictures import jpeg, png

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WORDS = "A test wall with a plumb line beside it"


@pytest.fixture
def seen(small_world: World) -> Observation:
    """An observation of a mission that was held."""
    return missions.observe(
        mission=held(small_world),
        corridor=small_world.th_kh,
        site="Testing centre",
        observed_on=DAY_ONE,
        text="The wall was marked with a plumb line.",
        gaps={},
        by=small_world.cast.coordinator,
    )


def sent(content: bytes = b"", name: str = "wall.png", words: str = WORDS) -> actions.NewPhoto:
    return actions.NewPhoto(SimpleUploadedFile(name, content or png()), words)


def quick(seen: Observation, words: str = WORDS) -> ObservationPhoto:
    """A photo whose picture nobody looks at in the test: without the child process."""
    first = seen.photos.first()
    stored = (
        first.stored
        if first
        else actions.files.store(png(), name="a.png", content_type="image/png", by=seen.by)
    )
    return ObservationPhoto.objects.create(
        observation=seen,
        stored=stored,
        small=stored,
        words=words,
        position=seen.photos.count() + 1,
        added_by=seen.by,
    )


def page_of(seen: Observation) -> str:
    return reverse("missions:photos", kwargs={"ref": seen.ref})


# --- What is kept


def test_a_photo_is_kept_large_and_small_without_the_place_where_it_was_taken(seen: Observation) -> None:
    picture, stream = Image.new("RGB", (2400, 1200), "red"), io.BytesIO()
    exif = picture.getexif()
    exif[0x010E] = "SECRET PLACE"
    picture.save(stream, "JPEG", exif=exif)

    [photo] = actions.add_photos(observation=seen, photos=[sent(stream.getvalue(), "IMG_1.JPG")], by=seen.by)

    for stored, size in ((photo.stored, (1600, 800)), (photo.small, (460, 230))):
        with stored.open() as kept:
            content = kept.read()
        assert b"SECRET" not in content
        assert Image.open(io.BytesIO(content)).size == size
        assert (stored.content_type, stored.name) == ("image/jpeg", "photo.jpg")
    line = history_of(seen)[0]
    assert line.event == "observation.photo_added"
    assert WORDS in str(line.after)


def test_all_photos_are_kept_or_none_and_each_fault_is_told(seen: Observation) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.add_photos(
            observation=seen, photos=[sent(), sent(b"%PDF-1.7", "a.pdf"), sent(words=" ")], by=seen.by
        )

    assert "not a PNG or JPG" in refused.value.message_dict["2"][0]
    assert "what the photo shows" in refused.value.message_dict["3"][0]
    assert not ObservationPhoto.objects.exists()


def test_there_is_room_for_six(seen: Observation) -> None:
    for _number in range(actions.MOST_PHOTOS):
        quick(seen)
    with pytest.raises(ValidationError, match="at most 6"):
        actions.add_photos(observation=seen, photos=[sent()], by=seen.by)


# --- Removing


def test_a_removed_photo_can_be_put_back_while_there_is_room_and_goes_after_thirty_days(
    seen: Observation,
) -> None:
    one, other = quick(seen), quick(seen)
    actions.remove_photo(photo=one, by=seen.by)
    with pytest.raises(IllegalMove):
        actions.remove_photo(photo=one, by=seen.by)
    actions.put_back(photo=one, by=seen.by)
    assert [line.event for line in history_of(seen)[:2]] == [
        "observation.photo_put_back",
        "observation.photo_removed",
    ]

    actions.remove_photo(photo=other, by=seen.by)
    for _number in range(actions.MOST_PHOTOS - 1):
        quick(seen)
    with pytest.raises(IllegalMove, match="all its photos"):
        actions.put_back(photo=other, by=seen.by)

    now = timezone.now()
    assert actions.empty_photo_bin(now + timedelta(days=29)) == 0
    assert actions.empty_photo_bin(now + timedelta(days=30, minutes=1)) == 1
    assert not ObservationPhoto.objects.filter(pk=other.pk).exists()
    assert history_of(seen)[0].event == "observation.photo_gone"


# --- Pages


def test_several_are_sent_at_once_without_a_script(seen: Observation, as_user: SignIn) -> None:
    browser = as_user(seen.by)
    page = browser.get(page_of(seen)).content.decode()
    assert page.count('accept="image/*"') == 3
    assert "Nobody may be recognisable" in page

    data = {"picture_1": SimpleUploadedFile("a.jpg", jpeg()), "words_1": "First wall"}
    data |= {"picture_3": SimpleUploadedFile("b.png", png()), "words_3": "Second wall"}
    answer = browser.post(page_of(seen), data, follow=True)

    assert "2 photos are kept." in answer.content.decode()
    assert [one.words for one in seen.photos.all()] == ["First wall", "Second wall"]
    shown = browser.get(reverse("missions:detail", kwargs={"ref": seen.mission.ref})).content.decode()
    assert 'alt="First wall"' in shown
    small = browser.get(reverse("missions:photo", kwargs={"pk": seen.photos.first().pk}) + "?small")
    assert small["Content-Type"] == "image/jpeg"
    small.close()
    assert small["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose at least one photo"),
        ({"words_1": WORDS}, "Choose the photo that these words are about"),
        ({"picture_1": (b"GIF89a", "a.gif"), "words_1": WORDS}, "not a PNG or JPG"),
        ({"picture_1": (png(), "a.png"), "words_2": WORDS}, "Write what the photo shows"),
    ],
)
def test_what_is_missing_is_told_and_the_words_stay(
    seen: Observation, as_user: SignIn, data: dict[str, object], sentence: str
) -> None:
    files = {
        key: SimpleUploadedFile(value[1], value[0]) for key, value in data.items() if isinstance(value, tuple)
    }
    answer = as_user(seen.by).post(page_of(seen), data | files)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert ("words_1" not in data and "words_2" not in data) or f'value="{WORDS}"' in page
    assert not ObservationPhoto.objects.exists()


def test_a_removed_photo_is_shown_to_nobody(seen: Observation, as_user: SignIn) -> None:
    photo, browser = quick(seen), as_user(seen.by)
    address = reverse("missions:photo", kwargs={"pk": photo.pk})
    shown = browser.get(address)
    assert shown.getvalue()
    assert shown.status_code == 200
    browser.post(reverse("missions:photo-remove", kwargs={"pk": photo.pk}))
    assert browser.get(address).status_code == 404
    assert "Put back" in browser.get(page_of(seen)).content.decode()
    assert (
        WORDS
        not in browser.get(reverse("missions:detail", kwargs={"ref": seen.mission.ref})).content.decode()
    )
