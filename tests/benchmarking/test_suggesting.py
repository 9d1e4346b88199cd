"""The pure functions behind suggested counterparts."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.suggesting import blend, weights
from benchmarking.suggesting.deciding import Decided, Decisions, sharpened
from benchmarking.suggesting.ranking import Vectors, rank
from benchmarking.suggesting.rates import BANDS, band_of, hit_rate
from benchmarking.suggesting.texts import Item, Thesaurus, letters_of, shared_pieces, stem, words_of
from benchmarking.suggesting.words import likeness

RECEIVING = [
    Item("Lay bricks to line and level within 3 mm", "", ("Bricklaying", "Lay bricks")),
    Item("Press the seams of the garment", "", ("Sewing", "Finish garments")),
    Item("Keep records of the stock of diving equipment", "", ("Diving",)),
]
SENDING = [
    Item("Clean tools after work", "", ("Bricklaying", "Finish work")),
    Item("Bricks are laid to line and level, tolerance 3 mm", "", ("Bricklaying", "Lay bricks")),
    Item("Iron seams", "", ("Dressmaking", "Finishing")),
    Item("Lay bricks to line and level within 3 mm.", "", ("Masonry", "Walls")),
]
line_texts = st.text(alphabet=st.sampled_from("abcdefg hij.,-()ก่ออิฐដ្ឋဥအ၃ດ 0123\n\t"), max_size=60)


def places(ranked, line=0):
    return [one.place for one in ranked[line].candidates]


def test_the_line_that_says_the_same_comes_first_and_is_called_nearly_verbatim() -> None:
    first, second, *_rest = rank(RECEIVING, SENDING)[0].candidates
    assert (first.place, first.verbatim, first.band) == (3, True, "likely")
    assert (second.place, second.verbatim) == (1, False)


def test_several_sending_lines_may_cover_one_receiving_line() -> None:
    assert places(rank(RECEIVING, SENDING))[:2] == [3, 1]


def test_a_line_without_a_counterpart_is_looked_at_first() -> None:
    suspicion = [one.suspicion for one in rank(RECEIVING, SENDING)]
    assert max(suspicion) == suspicion[2]


def test_the_thesaurus_joins_two_words_of_one_trade() -> None:
    without = rank([Item("Press the cloth")], [Item("Weigh the cloth"), Item("Iron shirts")])
    with_it = rank(
        [Item("Press the cloth")],
        [Item("Weigh flour"), Item("Iron shirts")],
        thesaurus=Thesaurus(["press, iron"]),
    )
    assert places(without)[0] == 0
    assert places(with_it)[0] == 1


def test_a_phrase_of_the_thesaurus_is_found_inside_a_sentence() -> None:
    thesaurus = Thesaurus(["PPE, personal protective equipment", "lonely", " , "])
    assert set(words_of("Wear PPE", thesaurus)) & set(
        words_of("Personal protective equipment is worn", thesaurus)
    )


@pytest.mark.parametrize("words", ["installs", "installed", "installing", "installation"])
def test_forms_of_an_english_word_are_one(words: str) -> None:
    assert stem(words) == stem("install")


def test_original_texts_of_one_script_are_compared_by_their_letters() -> None:
    thai = [Item("Line 1", "ก่ออิฐให้ได้แนวและระดับ"), Item("Line 2", "ผสมปูนตามสัดส่วน")]
    other = [Item("A", "การผสมปูนซีเมนต์ตามสัดส่วน"), Item("B", "การก่ออิฐได้แนวระดับ")]
    assert [places(rank(thai, other), line)[0] for line in (0, 1)] == [1, 0]


@pytest.mark.parametrize("text", ["ฉาบปูน", "ការលាយបាយអ", "ກໍ່ດິນຈີ່", "အုတ်စီခြင်း"])
def test_every_script_gives_groups_of_letters(text: str) -> None:
    assert len(letters_of(text)) > 3
    assert likeness([letters_of(text)], [letters_of(text)])[0, 0] == pytest.approx(1)


def test_khmer_and_thai_originals_do_not_disturb_the_english() -> None:
    plain = rank(RECEIVING, SENDING)
    mixed = rank(
        [Item(one.text, "ការដ្ឋាន" * 9, one.parents) for one in RECEIVING],
        [Item(one.text, "ก่ออิฐ" * 9, one.parents) for one in SENDING],
    )
    assert mixed == plain


@given(st.lists(line_texts, max_size=6), st.lists(line_texts, max_size=6), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_lines_does_not_change_the_chances(left, right, random) -> None:
    items, others = [Item(text) for text in left], [Item(text) for text in right]
    shuffled = list(range(len(others)))
    random.shuffle(shuffled)
    straight = rank(items, others, most=10)
    mixed = rank(items, [others[place] for place in shuffled], most=10)
    for one, other in zip(straight, mixed, strict=True):
        assert [c.chance for c in one.candidates] == pytest.approx(
            [c.chance for c in other.candidates], abs=0.01
        )
        assert one.suspicion == pytest.approx(other.suspicion, abs=0.01)


@given(st.lists(line_texts, max_size=5), st.lists(line_texts, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_line_gets_an_answer_with_chances_that_fall(left, right) -> None:
    found = rank([Item(text) for text in left], [Item(text) for text in right], most=3)
    assert len(found) == len(left)
    for one in found:
        chances = [candidate.chance for candidate in one.candidates]
        assert len(chances) == min(3, len(right))
        assert chances == sorted(chances, reverse=True)
        assert all(0 <= chance <= 1 for chance in chances)
        assert len({candidate.place for candidate in one.candidates}) == len(chances)
        assert all(candidate.band in BANDS for candidate in one.candidates)
        assert np.isfinite(one.suspicion)


def test_empty_texts_and_empty_sides_are_no_fault() -> None:
    assert rank([], [Item("a")]) == []
    assert rank([Item("a")], [])[0].candidates == []
    found = rank([Item(""), Item("  ")], [Item(""), Item("Lay bricks")])
    assert not any(candidate.verbatim for one in found for candidate in one.candidates)


def test_a_pasted_book_does_not_stop_the_ranking() -> None:
    book = Item("brick mortar wall " * 50_000)
    assert places(rank([book, *RECEIVING], [*SENDING, book]))[0] == 4


def test_a_line_without_english_is_not_pulled_by_vectors() -> None:
    rows = np.eye(4, 384, dtype=np.float32)
    left = Vectors(rows[:2] * np.array([[1], [0]], np.float32), rows[:2] * np.array([[1], [0]], np.float32))
    right = Vectors(rows[:2], rows[:2])
    items = [Item("Lay bricks"), Item("ก่ออิฐ")]
    found = rank(items, [Item("Set blocks"), Item("ก่ออิฐแนว")], vectors=(left, right))
    assert places(found, 0)[0] == 0
    assert places(found, 1)[0] == 1


def test_words_are_trusted_more_where_vectors_point_nowhere() -> None:
    sure = np.eye(8, dtype=np.float32)
    unsure = np.ones((8, 8), np.float32)
    unsure[:, 0] = 2
    setting = blend.Setting()
    assert blend.words_share(sure, unsure, setting) == setting.most
    assert blend.words_share(unsure, sure, setting) == setting.least
    assert setting.least < blend.words_share(sure, sure, setting) < setting.most


def test_likeness_is_the_cosine_of_weighted_terms_however_common_they_are() -> None:
    """Dense blocks and sparse rows together give what the plain formula gives."""
    random = np.random.default_rng(5)
    texts = [[f"t{n}" for n in random.integers(0, 300, 12) % (1 + place)] for place in range(1, 301)]
    left, right = texts[:150], texts[150:]
    terms = sorted({term for text in texts for term in text})
    table = np.zeros((len(texts), len(terms)))
    for row, text in enumerate(texts):
        for term in set(text):
            table[row, terms.index(term)] = 1 + np.log(text.count(term))
    table *= np.log((1 + len(texts)) / (1 + (table > 0).sum(0))) + 1
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    assert np.allclose(likeness(left, right), table[:150] @ table[150:].T, atol=1e-5)


def test_shared_words_are_marked_in_the_candidate() -> None:
    pieces = shared_pieces("Irons the seams neatly", "Press seams", Thesaurus(["press, iron"]))
    assert "".join(piece for piece, _ in pieces) == "Irons the seams neatly"
    assert [piece for piece, shared in pieces if shared] == ["Irons", "seams"]


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=80, deadline=None)
def test_pieces_put_together_are_the_text(text: str, other: str) -> None:
    assert "".join(piece for piece, _ in shared_pieces(text, other, Thesaurus())) == text


def test_bands_fall_with_the_chance_and_so_do_their_hit_rates() -> None:
    assert [band_of(chance) for chance in (0.9, 0.5, 0.3, 0.15, 0.1, 0.0)] == [
        *("likely", "likely", "possible", "possible", "unlikely", "unlikely")
    ]
    for vectors in (True, False):
        rates = [hit_rate(band, vectors=vectors) for band in BANDS]
        assert rates == sorted(rates, reverse=True)


# What is decided already


def test_what_sections_were_linked_to_pulls_the_rest_of_the_section() -> None:
    decisions = Decisions()
    decisions.sections[7, 70] = 4
    chances = sharpened({1: 0.30, 2: 0.25}, sections={1: 71, 2: 70}, section=7, alike=[], decisions=decisions)
    assert list(chances) == [2, 1]
    other = sharpened({1: 0.30, 2: 0.25}, sections={1: 71, 2: 70}, section=8, alike=[], decisions=decisions)
    assert list(other) == [1, 2]


def test_a_line_like_a_decided_one_goes_where_that_went() -> None:
    decisions = Decisions(lines={5: Decided(links=[2], suggested=[1, 2])})
    chances = sharpened({1: 0.30, 2: 0.25}, sections={}, section=None, alike=[(5, 0.9)], decisions=decisions)
    assert list(chances) == [2, 1]
    assert chances[1] < 0.30


def test_without_decisions_nothing_moves() -> None:
    chances = {1: 0.6, 2: 0.3, 3: 0.3}
    assert sharpened(
        chances, sections={}, section=None, alike=[(4, 1.0)], decisions=Decisions()
    ) == pytest.approx(chances, abs=1e-6)


# The model's files


def test_other_weights_are_refused_with_both_hashes(monkeypatch, tmp_path) -> None:
    package = tmp_path / weights.PACKAGE
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('never imported')")
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(weights.NoModel, match="expected was 53aa51172d142c89") as refused:
        weights.find()
    assert "SHA-256 is" in str(refused.value)


def test_a_missing_file_of_the_package_is_named(monkeypatch, tmp_path) -> None:
    (tmp_path / weights.PACKAGE).mkdir()
    (tmp_path / weights.PACKAGE / "__init__.py").write_text("")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(weights.NoModel, match="model.safetensors"):
        weights.find()


CHILD = """
import importlib.util, json, sys
from benchmarking.suggesting import __main__ as child
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in {blocked!r} else found(name, *rest)
answer = child.answer(dict(left=[["Lay bricks", "", []]], right=[["Mix", "", []], ["Bricks are laid", "", []]],
    thesaurus=[], vectors=dict(), most=5))
print(json.dumps(answer))
"""


def in_child(blocked: list[str]) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(blocked=blocked)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("absent", ["tokenizers", weights.PACKAGE])
def test_without_the_extra_it_goes_on_with_words_alone_and_says_why(absent: str) -> None:
    answer = in_child([absent])
    assert absent in answer["note"]
    assert answer["fresh"] == {}
    assert answer["ranked"][0]["candidates"][0][0] == 1


@pytest.fixture
def model():
    pytest.importorskip("tokenizers", reason="the extra requirements-suggest.txt is not installed")
    if not weights.PACKAGE or __import__("importlib.util").util.find_spec(weights.PACKAGE) is None:
        pytest.skip("the extra requirements-suggest.txt is not installed")
    from benchmarking.suggesting.minilm import MiniLM

    return MiniLM(weights.find())


def test_the_model_knows_that_press_and_iron_are_near(model) -> None:
    one, near, far, empty = model.encode(["press the shirt", "iron the blouse", "mix cement mortar", ""])
    assert one @ near > one @ far + 0.2
    assert np.linalg.norm([one, near, far, empty], axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_a_text_has_the_same_vector_in_any_company(model) -> None:
    alone = model.encode(["Lay bricks to line"])[0]
    among = model.encode(["x " * 400, "Lay bricks to line", "Mix"])[1]
    assert alone == pytest.approx(among, abs=1e-5)


def test_with_the_extra_vectors_are_computed_once() -> None:
    answer = in_child([])
    if answer["note"]:
        pytest.skip(answer["note"])
    assert len(answer["fresh"]) == 3
    assert all(len(vector) == 4 * 384 * 4 // 3 for vector in answer["fresh"].values())


def test_the_web_process_runs_without_numpy() -> None:
    """It may come in with other libraries; nothing of ours asks for it outside the child process."""
    script = (
        "import os, sys, django; sys.modules['numpy'] = None; os.environ['DJANGO_SETTINGS_MODULE'] = 'mrs_portal.settings';"
        "django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; import mrs_portal.celery;"
        "import benchmarking.tasks; print('benchmarking.queries.suggestions' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr
