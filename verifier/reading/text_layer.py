"""Settles what a page says where it has a text layer (文字层): the layer's exact text, or what the pixels show.

A born-digital page carries its text without misreadings, so its layer corrects the reader. But a layer can say what
nobody sees (white, covered, render mode 3) or something else than the page shows. The pixels decide: the layer only
settles how a character that is seen is to be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from models.document import Line, TextSource, Word
from models.geometry import Box
from models.observation import Surface, SurfaceKind
from verifier.certificates.folding import fold, fold_character
from verifier.intake.opened import LayerLine
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.layer_characters import (
    LayerCharacter,
    characters_of,
    is_broken,
    is_crowded,
    text_of,
    undoubled,
    written,
)
from verifier.reading.order import reading_order

_REAL_SHARE: Final = 0.8
"""A layer that agrees with fewer of the characters read is garbled (a font without a map) or speaks of another page."""

_LONGEST_DROPPED: Final = 3
"""Characters in a row that a reader drops in clean print; a longer run must be read a second time to be believed."""

_LOOKALIKES: Final = tuple(map(frozenset, ("0Oo〇", "1lI|", "一-_", "、,'`", ".·", ":;", "丶、")))
"""Shapes that differ in no picture: which of them is meant only the layer knows. In folded form."""

_SECOND_LOOKS: Final = 60
"""Lines read a second time on one page: a layer that differs everywhere is not worth more."""


@dataclass(frozen=True)
class Settled:
    """The lines of a page, where they come from, and the text of its layer that the page does not show.

    `hidden` holds text that leaves no mark in the picture, `differing` whole lines of the layer that say something else
    than the picture. A page's `source` is the text layer only where all of its lines come from there.
    """

    lines: tuple[Line, ...]
    source: TextSource
    hidden: tuple[Surface, ...] = ()
    differing: tuple[Surface, ...] = ()

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """What belongs among an observation's surfaces."""
        return self.hidden + self.differing


def settle(
    read: Sequence[Line], layer: Sequence[LayerLine], image: RgbImage, engine: OcrEngine, *, page: int
) -> Settled:
    """Compare the text layer of a page with what was read in its picture.

    Args:
        read: lines from the pixels, in reading order.
        layer: the page's text layer, placed on this very picture.
        image: H x W x 3 uint8 RGB.
        engine: reads disputed places a second time.
        page: its number, from 1.
    """
    if not layer:
        return Settled(tuple(read), TextSource.PIXELS)
    characters = characters_of(layer, image)
    shown = [character for character in characters if character.is_shown]
    owners = _owners(shown, read)
    again = _SecondLook(image, engine)
    is_real = _agreement(read, owners) >= _REAL_SHARE
    outcomes = [
        _settle_line(line, owners.get(index, []), again if is_real else None) for index, line in enumerate(read)
    ]
    disputed = {id(character) for outcome in outcomes for character in outcome.refused}
    lines = [outcome.line for outcome in outcomes]
    unread = owners.get(-1, [])
    for run in _by_line(unread):
        found = _unread_line(run, again) if is_real else None
        if found is None:
            disputed.update(id(character) for character in run)
        else:
            lines.append(found)
    from_layer = is_real and all(outcome.is_exact for outcome in outcomes)
    return Settled(
        tuple(lines[index] for index in _order(lines, len(read))),
        TextSource.TEXT_LAYER if from_layer else TextSource.PIXELS,
        tuple(_hidden(layer, characters, page)),
        tuple(_differing(layer, characters, disputed, page)),
    )


@dataclass(frozen=True)
class _Outcome:
    """A line as settled: `is_exact` where the layer spells all of it, `refused` what the layer wanted instead."""

    line: Line
    is_exact: bool
    refused: tuple[LayerCharacter, ...] = ()


def _settle_line(line: Line, owned: Sequence[LayerCharacter], again: _SecondLook | None) -> _Outcome:
    """Align a line as read with the layer's characters on it and settle each difference."""
    glyphs = _glyphs(line)
    drawn = list(owned)
    if not drawn:
        return _Outcome(line, is_exact=False)
    spelled: list[tuple[str, Word]] = []
    refused: list[LayerCharacter] = []
    exact = True
    matcher = SequenceMatcher(None, [fold(word.text) for word in glyphs], [one.folded for one in drawn], autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        theirs, ours = drawn[first:last], glyphs[start:end]
        if kind == "equal" or (
            again is not None and _layer_wins(ours, theirs, drawn, line, lambda: again.read(line.box, drawn))
        ):
            usable = all(one.is_drawn for one in theirs) and again is not None
            if usable:
                spelled += [(written(one), Word(written(one), one.box_on_page, 1.0)) for one in theirs]
            else:
                spelled += [(word.text, word) for word in ours]
                exact = False
        else:
            spelled += [(word.text, word) for word in ours]
            refused += [one for one in theirs if not is_broken(one)]
            exact = False
    if not any(word.confidence == 1.0 for _, word in spelled) or again is None:
        return _Outcome(line, is_exact=False, refused=tuple(refused))
    words = tuple(word for _, word in spelled)
    text = _spaced([text for text, _ in spelled], drawn, line, exact=exact)
    confidence = 1.0 if exact else line.confidence
    return _Outcome(Line(text, line.box, confidence, words), exact, tuple(refused))


def _layer_wins(
    ours: Sequence[Word],
    theirs: Sequence[LayerCharacter],
    all_theirs: Sequence[LayerCharacter],
    line: Line,
    read_again: Callable[[], str],
) -> bool:
    """Tell whether a difference is the reader's mistake.

    The layer's characters stand on ink (others never come here). What the reader adds between them is its own doubling
    only where it stands on the ink of a layer's character; a short run that it left out is its known habit (二〇〇八年
    read as 二八年). Where both name a character and not the same, a second reading must side with the layer.
    """
    if any(is_broken(one) or not one.is_drawn for one in theirs):
        return False
    if not theirs:
        return all(_lies_on(word.box, all_theirs) for word in ours)
    if is_crowded(theirs, all_theirs):
        return False
    if not ours and len(theirs) <= _LONGEST_DROPPED:
        return True
    if len(ours) == len(theirs) and all(
        _look_alike(fold(word.text), one.folded) for word, one in zip(ours, theirs, strict=True)
    ):
        return True
    return "".join(one.folded for one in _with_neighbours(theirs, all_theirs)) in read_again()


def _look_alike(one: str, other: str) -> bool:
    return any(one in shapes and other in shapes for shapes in _LOOKALIKES)


def _with_neighbours(theirs: Sequence[LayerCharacter], every: Sequence[LayerCharacter]) -> Sequence[LayerCharacter]:
    """Return the run with one character of context on either side: a lone digit is found in any line of digits."""
    first = next(index for index, one in enumerate(every) if one is theirs[0])
    last = next(index for index, one in enumerate(every) if one is theirs[-1])
    return every[max(0, first - 1) : last + 2]


def _lies_on(box: Box, characters: Sequence[LayerCharacter]) -> bool:
    return any(
        min(box.right, one.right) - max(box.left, one.left) > 0.5 * min(box.width, one.right - one.left)
        for one in characters
    )


class _SecondLook:
    """Reads the place of a line again, with other margins and twice as large; no more than a page's share."""

    def __init__(self, image: RgbImage, engine: OcrEngine) -> None:
        self._image = image
        self._engine = engine
        self._left = _SECOND_LOOKS
        self._known: dict[Box, str] = {}

    def read(self, box: Box, characters: Sequence[LayerCharacter]) -> str:
        """Return the folded text of the place where `characters` stand ("" where too much was read already)."""
        if box in self._known:
            return self._known[box]
        if self._left <= 0 or not characters:
            return ""
        self._left -= 1
        around = Box.around(one.box_on_page for one in characters)
        height, width = self._image.shape[:2]
        margin = 0.2 * around.height
        left, top, right, bottom = around.expanded(margin * height / width, margin).to_pixels(width, height)
        crop = self._image[top:bottom, left:right]
        text = fold(self._engine.read_strip(np.ascontiguousarray(crop))[0]) if crop.size else ""
        self._known[box] = text
        return text


def _glyphs(line: Line) -> list[Word]:
    """Return one word a character that is not white space, from the line's words or by even shares of its box."""
    found = [word for word in line.words if word.text.strip()]
    solid = "".join(line.text.split())
    if "".join(word.text for word in found) == solid and all(len(word.text) == 1 for word in found):
        return found
    share = line.box.width / (len(solid) or 1)
    return [
        Word(
            character,
            Box.clamped(
                line.box.left + index * share, line.box.top, line.box.left + (index + 1) * share, line.box.bottom
            ),
            line.confidence,
        )
        for index, character in enumerate(solid)
    ]


def _spaced(texts: Sequence[str], drawn: Sequence[LayerCharacter], line: Line, *, exact: bool) -> str:
    """Return the text with the layer's own spaces; a line that is only partly the layer's keeps those as read."""
    if exact and len(texts) == len(drawn):
        return "".join(
            (" " if index and one.after_space else "") + text
            for index, (text, one) in enumerate(zip(texts, drawn, strict=True))
        )
    if len("".join(texts)) != len("".join(line.text.split())):
        return "".join(texts)
    following = iter("".join(texts))
    return "".join(character if character.isspace() else next(following) for character in line.text)


def _owners(shown: Sequence[LayerCharacter], read: Sequence[Line]) -> dict[int, list[LayerCharacter]]:
    """Return the layer's characters on each line as read, in its direction; those on no line under -1."""
    if not shown:
        return {}
    owners: dict[int, list[LayerCharacter]] = {}
    boxes = np.array([list(line.box) for line in read], dtype=np.float64).reshape(-1, 4)
    for one in shown:
        x, y = (one.left + one.right) / 2, (one.top + one.bottom) / 2
        slack = 0.3 * (one.bottom - one.top)
        inside = (
            (boxes[:, 0] - slack <= x)
            & (x <= boxes[:, 2] + slack)
            & (boxes[:, 1] - slack <= y)
            & (y <= boxes[:, 3] + slack)
        )
        where = np.flatnonzero(inside)
        nearest = where[np.argmin(np.abs((boxes[where, 1] + boxes[where, 3]) / 2 - y))] if where.size else -1
        owners.setdefault(int(nearest), []).append(one)
    for index, characters in owners.items():
        if index >= 0:
            box = read[index].box
            upright = box.height > 2 * box.width and len(read[index].text) > 1
            characters.sort(key=(lambda one: one.top) if upright else (lambda one: one.left))
            owners[index] = undoubled(characters)
    return owners


def _agreement(read: Sequence[Line], owners: dict[int, list[LayerCharacter]]) -> float:
    """Return the share of the characters read under the layer's that both spell alike."""
    same = total = 0
    for index, line in enumerate(read):
        theirs = [one.folded for one in owners.get(index, [])]
        if theirs:
            ours = [fold_character(character) for character in line.text if not character.isspace()]
            matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
            same += sum(block.size for block in matcher.get_matching_blocks())
            total += max(len(ours), len(theirs))
    return same / total if total else 0.0


def _unread_line(run: Sequence[LayerCharacter], again: _SecondLook) -> Line | None:
    """Return a line that the reader missed, where a second look at its place reads the same."""
    if any(is_broken(one) or not one.is_drawn for one in run):
        return None
    box = Box.around(one.box_on_page for one in run)
    seen, said = again.read(box, run), "".join(one.folded for one in run)
    if not said or SequenceMatcher(None, seen, said, autojunk=False).ratio() < _REAL_SHARE:
        return None
    words = tuple(Word(written(one), one.box_on_page, 1.0) for one in run)
    return Line(text_of(run), box, 1.0, words)


def _by_line(characters: Sequence[LayerCharacter]) -> Iterator[list[LayerCharacter]]:
    runs: dict[int, list[LayerCharacter]] = {}
    for one in characters:
        runs.setdefault(one.line, []).append(one)
    yield from runs.values()


def _order(lines: Sequence[Line], read: int) -> list[int]:
    """Keep the reader's own order unless lines were added: it knows of the page's skew."""
    return list(range(read)) if len(lines) == read else reading_order([line.box for line in lines])


def _hidden(layer: Sequence[LayerLine], characters: Sequence[LayerCharacter], page: int) -> Iterator[Surface]:
    for run in _by_line([one for one in characters if not one.is_shown]):
        if not any(one.text.isalnum() for one in run):
            continue  # dots that scans' layers strew over the page
        yield Surface(SurfaceKind.HIDDEN_TEXT, text_of(run), page, _place(run))
        # A name of which one half is seen and the other hidden stands in neither.
        line = layer[run[0].line]
        if len(run) < len(line.places):
            yield Surface(SurfaceKind.TEXT_LAYER, line.text.strip(), page, _place(run))


def _differing(
    layer: Sequence[LayerLine], characters: Sequence[LayerCharacter], disputed: set[int], page: int
) -> Iterator[Surface]:
    for run in _by_line([one for one in characters if id(one) in disputed]):
        yield Surface(SurfaceKind.TEXT_LAYER, layer[run[0].line].text.strip(), page, _place(run))


def _place(run: Sequence[LayerCharacter]) -> Box | None:
    return Box.around(boxes) if (boxes := [one.box_on_page for one in run if one.is_on_page]) else None
