"""Find what is left of a name beside a mask that is too short: its first or last characters at the cover's rim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from models.document import Line, Page
from models.geometry import Box
from models.observation import Cover
from verifier.masking.folding import fold, fold_latin
from verifier.masking.pinyin import joined_forms
from verifier.masking.subject import Subject

_GAP: Final = 0.9
"""Heights of a line between the last character and the cover: more, and the cover hides something else."""

_OVERLAP: Final = 0.5
_LATIN: Final = 3
"""Letters of a Latin spelling that tell something; one or two are any word's."""

Left = tuple[int, int, int]
"""(line, start, end) of what is left."""


def left_beside_covers(page: Page, covers: Sequence[Cover], subject: Subject) -> Iterator[Left]:
    """Yield what lines of a page hold of the name right before or behind a cover."""
    aspect = page.width_px / page.height_px
    for cover in covers:
        for index, line in enumerate(page.lines):
            side = _side(_print_of(line), cover.box, aspect) if cover.page == page.number else 0
            span = _left(line, subject, at_end=side > 0) if side else None
            if span is not None:
                yield (index, *span)


def _print_of(line: Line) -> Box:
    """Return where the characters of a line stand: its own box may reach over a cover, taken for print."""
    return Box.around(word.box for word in line.words) if line.words else line.box


def _side(line: Box, cover: Box, aspect: float) -> int:
    """Return 1 where the cover begins where the line ends, -1 where it ends where the line begins, else 0."""
    shared = min(line.bottom, cover.bottom) - max(line.top, cover.top)
    room = _GAP * line.height / aspect
    if shared < _OVERLAP * min(line.height, cover.height):
        return 0
    if abs(cover.left - line.right) <= room and cover.right > line.right:
        return 1
    return -1 if abs(line.left - cover.right) <= room and cover.left < line.left else 0


def _left(line: Line, subject: Subject, *, at_end: bool) -> tuple[int, int] | None:
    folded, latin = fold(line.text), fold_latin(line.text)
    name = fold("".join(subject.parts)).text
    if count := _shared(folded.text, [name], at_end=at_end, least=1) or _behind_a_cut(folded.text, name, at_end=at_end):
        return folded.span(len(folded.text) - count, len(folded.text)) if at_end else folded.span(0, count)
    places = [place for place, letter in enumerate(latin.text) if letter.isascii() and letter.isalpha()]
    edge = latin.text.strip()[-1 if at_end else 0 :][:1]
    letters = "".join(latin.text[place] for place in places).lower()
    whole = joined_forms(subject.parts)[0]
    if edge.isascii() and (count := _shared(letters, whole, at_end=at_end, least=_LATIN)):
        first, last = (places[-count], places[-1]) if at_end else (places[0], places[count - 1])
        return latin.span(first, last + 1)
    return None


def _behind_a_cut(text: str, name: str, *, at_end: bool) -> int:
    """Return how many characters at the edge may be the name's if the outermost is one that the cover cut in half.

    Such a half is read as another character (倩 as 青); one character of the name at least stands whole behind it.
    """
    inner = text[:-1] if at_end else text[1:]
    for count in range(len(name) - 2, 0, -1):
        if len(text) > count and (inner.endswith(name[:count]) if at_end else inner.startswith(name[-count:])):
            return count + 1
    return 0


def _shared(text: str, forms: Sequence[str], *, at_end: bool, least: int) -> int:
    """Return how many characters at the edge of the text are a form's first ones (its last where it begins a line)."""
    for form in forms:
        for count in range(len(form) - 1, least - 1, -1):
            if text.endswith(form[:count]) if at_end else text.startswith(form[-count:]):
                return count
    return 0
