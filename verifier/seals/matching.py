"""Is the organisation read on a seal the one that is expected?

A wrong `same` passes a paper sealed by another office; a wrong `different` rejects a person's year. So `same` needs
every character (brackets, spaces, traditional forms and a few pairs that no reader can tell apart aside), `different`
needs a reading that is a whole name and far away, and everything else is `doubtful`: a person looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from opencc import OpenCC
from rapidfuzz.distance import LCSseq, Levenshtein

from models.observation import Seal
from verifier.seals.names import DISPUTED, ends_like_organisation, is_han

_NO_ALIASES: Final[Mapping[str, str]] = MappingProxyType({})

_CONFUSABLE_GROUPS: Final = ("己已巳", "曰日", "末未", "人入", "戊戌戍", "〇○0O", "干千于")
"""Characters that differ by less than the ink of a stamp shows. Pairs that name different places (土 and 士 do not,
but 太 and 大 do) stay out."""
_CONFUSABLE: Final = {character: group[0] for group in _CONFUSABLE_GROUPS for character in group}
_MAX_CONFUSED: Final = 2
"""At most so many characters of a `same` name may differ within those groups."""
_MOST_OPEN: Final = 0.26
"""Share of a name's characters that may have been read as others."""
_SHORTEST_SHIFT: Final = 6
"""Length from which a name that begins in its middle is still the same name (the ring was read from another start)."""
_GUESSED: Final = 0.6
"""Mean confidence of a name's characters below which it may be any name."""
_FAR: Final = 0.45
"""Share of characters to change from which two names are far apart."""
_SHORTEST_DIFFERENT: Final = 4
_SHORT_DISTANCE: Final = 2
"""Characters a reader may get wrong in any name; names no farther apart than this are never `different`."""
_EDGE_NOISE: Final = re.compile(r"^[0-9A-Za-z*·.]+|[0-9A-Za-z*·.]+$")


class OrganisationMatch(StrEnum):
    """How the organisation read on a seal relates to the expected one."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


def match_organisation(
    read: str | None,
    expected: str,
    aliases: Mapping[str, str] = _NO_ALIASES,
    alternatives: Sequence[str] = (),
) -> OrganisationMatch:
    """Compare the organisation read on a seal with the expected one.

    Args:
        read: the text along the arc; None where it could not be read.
        expected: the full name of the organisation that ought to have sealed.
        aliases: other names (former, short) to the name they stand for; both directions and chains count.
        alternatives: for each character of `read` all that may stand there by its picture on the seal, itself included
            unless a look-alike fits better; empty where nobody looked at the glyphs.

    Returns:
        `same` only where every character agrees with the expected name or an alias of it; `different` only where the
        reading is a whole name far from all of them; else `doubtful`.
    """
    text = normalise(read or "")
    names = sorted(name for name in (normalise(alias) for alias in _all_names(expected, aliases)) if name)
    return _compared(text, tuple(names), _open_to(read or "", alternatives))


def match_seal(seal: Seal, expected: str, aliases: Mapping[str, str] = _NO_ALIASES) -> OrganisationMatch:
    """Compare the organisation on a seal with the expected one; arguments and answer as of `match_organisation`.

    Where nobody has looked at the glyphs one by one (`alternatives` are empty) a disputed character leaves the name in
    doubt: a reader of lines takes 枝术 for 技术. What is mostly guessed is not surely another name.
    """
    found = match_organisation(seal.text, expected, aliases, seal.alternatives)
    sure = seal.character_confidences or (1.0,)
    unseen = not seal.alternatives and min(sure) <= DISPUTED
    guessed = sum(sure) / len(sure) < _GUESSED
    if (found is OrganisationMatch.SAME and unseen) or (found is OrganisationMatch.DIFFERENT and guessed):
        return OrganisationMatch.DOUBTFUL
    return found


def _open_to(read: str, alternatives: Sequence[str]) -> tuple[str, ...]:
    """Return what may stand for each character of the normalised reading."""
    if len(alternatives) != len(read):
        return ()
    return tuple(normalise(others) for one, others in zip(read, alternatives, strict=True) if normalise(one))


@lru_cache(maxsize=4096)
def _compared(text: str, names: tuple[str, ...], open_to: tuple[str, ...]) -> OrganisationMatch:
    """Compare a normalised reading with normalised names: one unit seals every copy of an application."""
    if not text or not names:
        return OrganisationMatch.DOUBTFUL
    if any(_stands_there(text, name, open_to) if open_to else _is_same(text, name) for name in names):
        return OrganisationMatch.SAME
    if all(_is_different(text, name) for name in names):
        return OrganisationMatch.DIFFERENT
    return OrganisationMatch.DOUBTFUL


@lru_cache(maxsize=4096)
def normalise(name: str) -> str:
    """Return a name as it is compared: NFKC, simplified, upper case, without brackets, spaces and punctuation."""
    folded = _simplifier().convert(unicodedata.normalize("NFKC", name)).upper()
    return "".join(character for character in folded if character.isalnum() or character in "〇○")


def _all_names(expected: str, aliases: Mapping[str, str]) -> set[str]:
    """Return the expected name and all that aliases link to it, directly or by a chain."""
    names = {expected}
    known = {normalise(expected)}
    pairs = [(one, other, normalise(one), normalise(other)) for one, other in aliases.items()]
    grown = True
    while grown:
        grown = False
        for one, other, first, second in pairs:
            if (first in known) != (second in known):
                known |= {first, second}
                names |= {one, other}
                grown = True
    return names


def _is_same(text: str, name: str) -> bool:
    """Tell whether the reading is this name, character by character, perhaps begun at another place of the ring."""
    return any(_agrees(form, name) for form in _forms(text, name))


def _agrees(text: str, name: str) -> bool:
    """Tell whether two texts of one length differ in few characters, and those within a group that looks alike."""
    if len(text) != len(name):
        return False
    confused = [(one, other) for one, other in zip(text, name, strict=True) if one != other]
    alike = all(_CONFUSABLE.get(one, one) == _CONFUSABLE.get(other, other) for one, other in confused)
    return alike and len(confused) <= min(_MAX_CONFUSED, len(name) // 4)


def _stands_there(text: str, name: str, open_to: Sequence[str]) -> bool:
    """Tell whether each character of the name may stand on the seal, in most places as it was read.

    Nothing is left to pairs that look alike: the pictures of the glyphs tell 人 from 入. The name may begin at another
    place of the ring.
    """
    if len(text) != len(name):
        return False
    starts = range(len(name)) if len(name) >= _SHORTEST_SHIFT else (0,)
    return any(
        _stands_turned(text[start:] + text[:start], name, [*open_to[start:], *open_to[:start]]) for start in starts
    )


def _stands_turned(text: str, name: str, open_to: Sequence[str]) -> bool:
    unread = sum(one != other for one, other in zip(text, name, strict=True))
    return unread <= len(name) * _MOST_OPEN and all(one in here for one, here in zip(name, open_to, strict=True))


def _forms(text: str, name: str) -> list[str]:
    """Return the reading as it is, without digits of the code at its ends, and turned around the ring."""
    forms = [text]
    if all(is_han(character) for character in name):
        forms.append(_EDGE_NOISE.sub("", text))
    for form in tuple(forms):
        if len(form) == len(name) >= _SHORTEST_SHIFT:
            forms += [form[start:] + form[:start] for start in range(1, len(form))]
    return forms


def _is_different(text: str, name: str) -> bool:
    """Tell whether the reading is surely another name: a whole one, and far from this one however it is turned."""
    if len(text) < _SHORTEST_DIFFERENT or text in name or name in text:
        return False
    if len(text) < 0.5 * len(name) and not ends_like_organisation(text):
        return False  # a part of the arc: it may belong to any name
    if max(LCSseq.similarity(turned, name) for turned in _turns(text)) >= 0.5 * len(text):
        return False  # most of what was read stands in the name, in its order: a worn seal reads so
    distance = min(Levenshtein.distance(turned, name) for turned in _turns(text))
    return distance > _SHORT_DISTANCE and distance >= _FAR * max(len(text), len(name))


def _turns(text: str) -> list[str]:
    return [text[start:] + text[:start] for start in range(len(text))]


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
