"""Read what Telex and VNI keys leave behind when no input method was on ("nuwowcs mawms", "nu7o7c1 ma8m1").

Plain tables: a key changes the shape of a letter before it or sets the tone of the word. A word is only read so when
it becomes a Vietnamese syllable; anything else stays as typed.
"""

import re
import unicodedata
from collections.abc import Callable

from catalogue.search.analysis import clean, spelled, words

VOWELS = "aăâeêioôơuưy"
SHAPED = "ăâêôơư"
CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
HORN = {"o": "ơ", "u": "ư"}
TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}

SYLLABLE = re.compile(
    "(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?"
    "(?:a|ai|ao|au|ay|ă|â|âu|ây|e|eo|ê|êu|i|ia|iê|iêu|iu|o|oa|oai|oao|oay|oă|oe|oeo|oi|oo|ô|ôi|ơ|ơi|u|ua|uâ|uây|uê|ui|uô|uôi"
    "|uơ|uy|uya|uyê|uyu|ư|ưa|ưi|ươ|ươi|ươu|ưu|y|yê|yêu)"
    "(?:c|ch|m|n|ng|nh|p|t)?"
)


class NotKeys(Exception):
    """A key stands where it has nothing to change."""


def readings(text: str) -> list[str]:
    """Return what the text says when its words are read as Telex or as VNI, without what stays as typed."""
    read = [" ".join(_read(word, keys) for word in words(text)) for keys in (_telex, _vni)]
    return [reading for reading in dict.fromkeys(read) if reading != " ".join(words(text))]


def _read(word: str, keys: Callable[[str], str]) -> str:
    try:
        read = keys(word)
    except NotKeys:
        return word
    return read if read != word and SYLLABLE.fullmatch(_toneless(read)) else word


def _telex(word: str) -> str:
    letters, tone = "", ""
    for key in word:
        if key in TELEX_TONES and _last_vowel(letters) >= 0:
            if tone:
                raise NotKeys(word)
            tone = TELEX_TONES[key]
        elif key == "w":
            letters = _hooked(letters)
        elif key == "d" and letters.startswith("d"):
            letters = "đ" + letters[1:]
        elif key in CIRCUMFLEX and letters[_last_vowel(letters) :][:1] == key:
            letters = _replaced(letters, _last_vowel(letters), CIRCUMFLEX[key])
        else:
            letters += key
    return _toned(_both_horns(letters), tone)


def _vni(word: str) -> str:
    letters, tone = "", ""
    for key in word:
        if key in VNI_TONES:
            if tone or _last_vowel(letters) < 0:
                raise NotKeys(word)
            tone = VNI_TONES[key]
        elif key == "9" and letters.startswith("d"):
            letters = "đ" + letters[1:]
        elif key in "678":
            table = {"6": CIRCUMFLEX, "7": HORN, "8": {"a": "ă"}}[key]
            letters = _shaped(letters, table)
        elif key.isdigit():
            raise NotKeys(word)
        else:
            letters += key
    return _toned(_both_horns(letters), tone)


def _shaped(letters: str, table: dict[str, str]) -> str:
    at = max((letters.rfind(plain) for plain in table), default=-1)
    if at < 0:
        raise NotKeys(letters)
    if table is HORN and letters[at - 1 : at + 1] in {"uu", "ou"}:
        at -= 1
    return _replaced(letters, at, table[letters[at]])


def _hooked(letters: str) -> str:
    """Telex w: a breve on a, a horn on o and u, or the letter ư by itself."""
    at = _last_vowel(letters)
    if at >= 0 and letters[at] == "a" and letters[at - 1 : at] == "u" and letters[:at] != "qu":
        return _replaced(letters, at - 1, "ư")
    if at >= 0 and letters[at] == "a":
        return _replaced(letters, at, "ă")
    if any(plain in letters for plain in HORN):
        return _shaped(letters, HORN)
    return letters + "ư"


def _both_horns(letters: str) -> str:
    """ưo, and uơ before another letter, are ươ."""
    letters = letters.replace("ưo", "ươ")
    return re.sub("(?<!q)uơ(?=[a-z])", "ươ", letters)


def _toned(letters: str, tone: str) -> str:
    """Return letters with the tone on the vowel that carries it."""
    if not tone:
        return letters
    found = re.fullmatch(rf"((?:gi|qu)(?=[{VOWELS}])|[^{VOWELS}]*)([{VOWELS}]+)(.*)", letters)
    if found is None:
        raise NotKeys(letters)
    before, vowels, after = found.groups()
    shaped = [at for at, letter in enumerate(vowels) if letter in SHAPED]
    if shaped:
        at = shaped[-1]
    elif after:
        at = len(vowels) - 1
    else:
        at = 1 if len(vowels) == 3 else 0
    carrying = unicodedata.normalize("NFC", vowels[at] + tone)
    return spelled(clean(before + vowels[:at] + carrying + vowels[at + 1 :] + after))


def _toneless(word: str) -> str:
    loose = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(char for char in loose if char not in TELEX_TONES.values()))


def _last_vowel(letters: str) -> int:
    return max(letters.rfind(vowel) for vowel in VOWELS)


def _replaced(letters: str, at: int, letter: str) -> str:
    return letters[:at] + letter + letters[at + 1 :]
