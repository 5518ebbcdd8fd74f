"""Guesses the language from the script, and for Latin script from the small words, before any model is asked."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

# Han is weighed last because Japanese uses it beside kana.
_SCRIPTS = (
    ("latin", "A", "Z"),
    ("latin", "a", "z"),
    ("latin", "\u00c0", "\u024f"),
    ("latin", "\u1e00", "\u1eff"),
    ("ru", "\u0400", "\u04ff"),
    ("ar", "\u0600", "\u06ff"),
    ("ar", "\u0750", "\u077f"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
    ("lo", "\u0e80", "\u0eff"),
    ("my", "\u1000", "\u109f"),
    ("ko", "\u1100", "\u11ff"),
    ("km", "\u1780", "\u17ff"),
    ("ja", "\u3041", "\u30ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("ko", "\uac00", "\ud7a3"),
)
_WORD = re.compile(r"[^\W\d_]+")
_ASCII_WORD = re.compile("[a-z]+")
_ASCII_LETTER = re.compile("[A-Za-z]")
_SIMPLIFIED = re.compile(
    "[们这个来时会国过说对发学后里长开关问间为东车马鱼鸟龙龟风飞头买卖价钱图书门见贝页购网质银铁药产]"
)
_TRADITIONAL = re.compile(
    "[們這個來時會國過說對發學後裡長開關問間為東車馬魚鳥龍龜風飛頭買賣價錢圖書門見貝頁購網質銀鐵藥產]"
)
_SMALL_WORDS = {
    "id": "yang dan di dengan untuk dari dijual jual harga asli ini itu tidak ada bisa saya nego kondisi barang murah "
    "adalah ke akan",
    "en": "the and of for with is in this to from sale on are you it not have very old condition",
    "fr": "le la les des du et est pour avec dans une un vendre sur en ce pas très ancien",
    "es": "el los las del y para con en una un se vende por muy es que antiguo no",
    "pt": "o os as do da e para com em uma um vendo por muito é que não antigo",
    "de": "der die das und ist für mit zu von ein eine verkaufe verkaufen im nicht sehr alt den aus",
    "vi": "và của cho với là có không giá bán một được tôi hàng thật các",
}
_VOTES = {
    word: [lang for lang, words in _SMALL_WORDS.items() if word in words.split()]
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_MALAY = frozenset({"id", "ms", "jv", "su", "min", "bjn"})


def by_script(text: str) -> str | None:
    """The language that the script alone tells, "latin" when it does not, None when there are no letters."""
    sample = text[:5_000]
    if sample.isascii():
        return "latin" if _ASCII_LETTER.search(sample) else None
    counts = _letters_by_script(sample)
    letters = sum(counts.values())
    if not letters:
        return None
    if counts["ja"] * 10 >= counts["ja"] + counts["zh"] and counts["ja"] * 8 >= letters:
        return "ja"
    own = {name: count for name, count in counts.items() if name not in ("latin", "ja")}
    name = max(own, key=lambda key: own[key])
    # One letter of these scripts says as much as three Latin ones, which pages mix in as brand names.
    if own[name] * 3 < counts["latin"] or not own[name]:
        return "latin" if counts["latin"] else None
    return chinese(sample) if name == "zh" else name


def _letters_by_script(sample: str) -> dict[str, int]:
    counts = {name: 0 for name, _first, _last in _SCRIPTS}
    for letter, times in Counter(sample).items():
        if name := _script_of(letter):
            counts[name] += times
    return counts


@lru_cache(4_096)
def _script_of(letter: str) -> str:
    return next((name for name, first, last in _SCRIPTS if first <= letter <= last), "")


def chinese(text: str) -> str:
    """Simplified, Traditional, or just "zh" when the letters do not say."""
    simplified, traditional = len(_SIMPLIFIED.findall(text)), len(_TRADITIONAL.findall(text))
    if simplified == traditional:
        return "zh"
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def by_small_words(text: str) -> str | None:
    """The language whose small words stand out: at least three, and twice as many as the next."""
    sample = text[:5_000].casefold()
    words = (_ASCII_WORD if sample.isascii() else _WORD).findall(sample)
    counts = Counter(chain.from_iterable(_VOTES[word] for word in words if word in _VOTES))
    votes, first = max(((votes, language) for language, votes in counts.items()), default=(0, ""))
    second = max((other for language, other in counts.items() if language != first), default=0)
    return first if votes >= 3 and second * 2 <= votes else None


def grouped(code: str) -> str:
    """Indonesian, Malay and their near kin are one group, called by the code that the site speaks."""
    return "id" if code in _MALAY else code


def agreed(codes: Iterable[str]) -> str:
    """The one language that all of these are, as Indonesian and Malay or both scripts of Chinese; empty if none is."""
    found = {grouped(code) for code in codes}
    if len(found) > 1:
        found = {code.split("-")[0] for code in found}
    return found.pop() if len(found) == 1 else ""
