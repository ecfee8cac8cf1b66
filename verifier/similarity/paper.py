"""The paper: its tokens, its parts, and which of its tokens are compared and which are cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from models.document import Page
from models.overlap import PaperPart, PartKind
from verifier.similarity.masks import Mask, in_span, joined
from verifier.similarity.matches import Match
from verifier.similarity.places import TextPlaces
from verifier.similarity.sections import find_parts
from verifier.similarity.tokens import Tokens, tokenise

_CITED = frozenset({PartKind.REFERENCES, PartKind.QUOTATION})


@dataclass(frozen=True, eq=False)
class Paper:
    """A paper, ready to be compared. `compared` and `cited` are masks over `tokens`."""

    text: str
    tokens: Tokens
    parts: tuple[PaperPart, ...]
    compared: Mask
    cited: Mask
    places: TextPlaces | None

    @classmethod
    def of(cls, text: str, pages: Sequence[Page] = ()) -> Paper:
        """Take a paper apart. Cover, English abstract and thanks are compared with nothing."""
        tokens = tokenise(text)
        compared, cited = np.ones(len(tokens), bool), np.zeros(len(tokens), bool)
        parts = []
        for part in find_parts(text):
            inside = in_span(tokens, part.start, part.end)
            (cited if part.kind in _CITED else compared)[inside] = part.kind in _CITED
            count = max(0, inside.stop - inside.start)
            parts.append(PaperPart(part.kind, (part.start, part.end), count, part.kind in _CITED))
        return cls(text, tokens, tuple(parts), compared, cited, TextPlaces(pages) if pages else None)

    def covered_by(self, matches: Iterable[Match]) -> Mask:
        """Return the tokens that any of the matches covers."""
        return joined(len(self.tokens), (match.pieces for match in matches))
