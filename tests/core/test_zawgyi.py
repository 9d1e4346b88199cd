"""Zawgyi is told from Unicode by the order of its signs, and comes out as people would type it in Unicode."""

from __future__ import annotations

import pytest

from core.text import nfc
from core.zawgyi import is_zawgyi, to_unicode, zawgyi_among

#: Zawgyi, and the same words in Unicode: ordinary words, places, a pangram, the trade's own sentences.
PAIRS = [
    ("မဂၤလာပါ", "မင်္ဂလာပါ"),
    ("ေနျပည္ေတာ္", "နေပြည်တော်"),
    ("ရန္ကုန္ၿမိဳ႕", "ရန်ကုန်မြို့"),
    ("ေယာက္်ား", "ယောက်ျား"),
    ("ေက်ာင္းသားမ်ား", "ကျောင်းသားများ"),
    ("အလုပ္သမား ဝန္ႀကီးဌာန", "အလုပ်သမား ဝန်ကြီးဌာန"),
    ("ကၽြန္ေတာ္", "ကျွန်တော်"),
    ("ကၽြန္ုပ္", "ကျွန်ုပ်"),
    ("ဘိလပ္ေျမႏွင့္သဲကို ေရာေမႊသည္", "ဘိလပ်မြေနှင့်သဲကို ရောမွှေသည်"),
    ("အုတ္ခဲမ်ားကို ၁၀ မီလီမီတာ အထူ စီသည္", "အုတ်ခဲများကို ၁၀ မီလီမီတာ အထူ စီသည်"),
    ("ပစၥည္း", "ပစ္စည်း"),
    ("သတၱမ", "သတ္တမ"),
    ("ဥၾသ", "ဥဩ"),
    ("ေၾသာ္", "ဪ"),
    ("စ်း", "ဈး"),
    ("၄င္း", "၎င်း"),
    ("၀န္ထမ္း", "ဝန်ထမ်း"),
    (
        "သီဟိုဠ္မွ ဉာဏ္ႀကီးရွင္သည္ အာယုဝဍ္ဎနေဆးၫႊန္းစာကို ဇလြန္ေဈးေဘးဗာဒံပင္ထက္ အဓိ႒ာန္လ်က္ ဂဃနဏဖတ္ခဲ့သည္။",
        "သီဟိုဠ်မှ ဉာဏ်ကြီးရှင်သည် အာယုဝဍ်ဎနဆေးညွှန်းစာကို ဇလွန်ဈေးဘေးဗာဒံပင်ထက် အဓိဋ္ဌာန်လျက် ဂဃနဏဖတ်ခဲ့သည်။",
    ),
]


@pytest.mark.parametrize(("zawgyi", "unicode_"), PAIRS)
def test_zawgyi_comes_out_in_unicode(zawgyi: str, unicode_: str) -> None:
    assert to_unicode(zawgyi) == nfc(unicode_)


@pytest.mark.parametrize("unicode_", [pair[1] for pair in PAIRS])
def test_unicode_is_never_taken_for_zawgyi(unicode_: str) -> None:
    assert not is_zawgyi(unicode_)


def test_sentences_are_told_by_themselves_and_bare_words_by_their_neighbours() -> None:
    sentences = [zawgyi for zawgyi, _unicode in PAIRS if " " in zawgyi]
    bare = "ကုန္ထုတ္သမဝါယမ"  # right in both orders

    assert all(is_zawgyi(sentence) for sentence in sentences)
    assert not is_zawgyi(bare)
    assert zawgyi_among([*sentences, bare]) == list(range(len(sentences) + 1))
    assert zawgyi_among([bare]) == []


def test_a_source_with_both_is_converted_where_it_is_certain_only() -> None:
    bare = "ကုန္ထုတ္သမဝါယမ"
    texts = [PAIRS[1][0], PAIRS[1][1], bare, "Plain English", "១២៣", ""]

    assert zawgyi_among(texts) == [0]


@pytest.mark.parametrize("text", ["Mix mortar 1:4", "ຕວງຊີມັງ", "วัดปูนซีเมนต์", "ស៊ីម៉ង់ត៍", "၁၀၀", ""])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert to_unicode(text) == nfc(text)
    assert not is_zawgyi(text)
