"""The organisation that is printed on a paper, beside the one on its seal."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from models.document import Line
from models.observation import Seal
from verifier.checks.dossier import Held
from verifier.seals.matching import OrganisationMatch, match_seal, normalise
from verifier.seals.names import ends_like_organisation

_SHORTEST: Final = 4
"""Characters of a name that stands in running text by no accident."""
_OWN_TEXT: Final = 0.5
"""A line this far inside a seal may be the seal's own text."""
_UNDER: Final = 0.3
"""Share of a printed line that a seal must cover for it to be the line that is sealed (盖章压落款)."""
_SURELY: Final = 0.9
_LABEL: Final = re.compile(r"^.{0,8}[:：]")
_NAME: Final = re.compile(r"[㐀-鿿（）()]{6,30}")


def is_issuers(held: Held, seal: Seal, aliases: Mapping[str, str]) -> bool:
    """Tell whether a seal is that of an organisation that the paper itself names: who issued it, most often."""
    name = normalise(seal.text or "")
    if len(name) < _SHORTEST or not ends_like_organisation(name):
        return False
    names = {name, *_aliases_of(seal.text or "", aliases)}
    return any(known in normalise(line.text) for line in _beside(held, seal) for known in names)


def other_signer(held: Held, seals: Sequence[Seal], aliases: Mapping[str, str]) -> str | None:
    """Return the printed organisation under a seal where it is surely another than the seal's, else None."""
    for seal in seals:
        for name in _printed_under(held, seal):
            if match_seal(seal, name, aliases) is OrganisationMatch.DIFFERENT:
                return name
    return None


def _printed_under(held: Held, seal: Seal) -> Iterator[str]:
    """Yield what surely is printed under a seal as an organisation's name: that name, without a label."""
    left, top, right, bottom = seal.box
    for line in itertools.chain.from_iterable(page.lines for page in held.pages if page.number == seal.page):
        box = line.box
        if box.bottom <= top or box.top >= bottom or box.right <= left or box.left >= right:
            continue
        if (line.confidence or 0.0) < _SURELY or box.covered_by(seal.box) < _UNDER:
            continue
        name = _LABEL.sub("", line.text).strip()
        if _NAME.fullmatch(name) and ends_like_organisation(name):
            yield name


def _beside(held: Held, seal: Seal) -> Iterable[Line]:
    return (line for page, line in held.lines if page != seal.page or line.box.covered_by(seal.box) < _OWN_TEXT)


def _aliases_of(name: str, aliases: Mapping[str, str]) -> set[str]:
    wanted = normalise(name)
    pairs = [(normalise(one), normalise(other)) for one, other in aliases.items()]
    return {other for pair in pairs if wanted in pair for other in pair}
