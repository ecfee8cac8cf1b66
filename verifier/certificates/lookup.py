"""Finds the place of a field in the text: by a pattern, behind a label (标签—值)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.geometry import Box
from verifier.certificates.certainty import DOUBTFUL
from verifier.certificates.labels import compiled, label_pattern
from verifier.certificates.layout import Place, Stream
from verifier.certificates.spec import DocumentSpec, Field, Find

_CONTINUATION_ROWS = 4
_COPY_NOTE = re.compile(r"已审核|与原件|原件相符|^审核人")
_FILLERS = " \t\n_:"
_REST_OF_A_WORD = re.compile(
    r"(?:证书?|证明|表|通知|报告|名称|类别|时间|日期|编号|号码?|票)\d{0,4}$|^(?:证书|票|技术(?:职务|职称|资格))"
)
"""What follows a word that only begins like a label: 专业 in 专业技术资格证书, 弃权 in 弃权票."""


def less_sure(find: Find, most: float) -> Find:
    """Return the find with a confidence of `most` at the most."""
    return replace(find, confidence=most if find.confidence is None else min(find.confidence, most))


def find_by_patterns(stream: Stream, patterns: Iterable[str]) -> Find | None:
    """Return the first match of the first pattern that matches the text without white space."""
    for pattern in patterns:
        match = compiled(pattern).search(stream.tight)
        if match:
            start, end = match.span("value")
            found = find_of(match["value"], stream.tight_place(start, end) or stream.tight_place(*match.span()))
            return less_sure(found, DOUBTFUL) if found and "\t" in stream.between(start, end) else found
    return None


def find_by_row_patterns(stream: Stream, patterns: Iterable[str]) -> Find | None:
    """Return the first match of the first pattern that matches the text with its rows."""
    for pattern in patterns:
        match = compiled(pattern, re.MULTILINE).search(stream.text)
        if match:
            return find_of(match["value"], stream.place(*match.span("value")))
    return None


def find_of(text: str, place: Place | None) -> Find | None:
    """Join a folded text and its place."""
    return Find(text, place.raw if text else "", place.page, place.box, place.confidence) if place else None


def find_behind_label(
    stream: Stream, field: Field, spec: DocumentSpec, *, only_with_colon: bool = False, apart: bool = False
) -> Find | None:
    """Return what stands behind the label, up to the next label, a stop, or the end of the row.

    A label whose row holds nothing more gives an empty find at the label: the slot is blank.

    Args:
        stream: the text.
        field: whose labels are looked for.
        spec: the other labels of the type.
        only_with_colon: a label counts only with a colon.
        apart: a label counts only with a colon or a blank behind it.
    """
    blank: Find | None = None
    for label_start, start in _labels_in(stream, field.known_labels, dense=spec.dense):
        mark = stream.text[label_start:start]
        if (only_with_colon and ":" not in mark) or (apart and not _is_apart(stream, mark, start)):
            continue
        end = _end_of_value(stream, start, spec)
        text = stream.text[start:end]
        if text.strip(_FILLERS):
            if not _is_apart(stream, mark, start) and _REST_OF_A_WORD.search(text.strip(_FILLERS)):
                continue
            first = start + len(text) - len(text.lstrip(_FILLERS))
            spans = [(first, end), *(_continuations(stream, first, end, spec) if field.multiline else ())]
            found = _joined(stream, spans)
            if found:
                return found
        elif field.below and (found := _below_label(stream, label_start, start, spec)):
            return found
        blank = blank or find_of("", stream.place(label_start, start))
    return blank


def _is_apart(stream: Stream, mark: str, end: int) -> bool:
    return ":" in mark or mark[-1:].isspace() or stream.text[end : end + 1].isspace()


def _below_label(stream: Stream, label_start: int, end: int, spec: DocumentSpec) -> Find | None:
    """Return the piece of the next row that stands below a label."""
    label = stream.place(label_start, end)
    _, row_end = stream.row_of(label_start)
    if label is None or row_end >= len(stream.text):
        return None
    below = [span for span in stream.pieces(row_end + 1) if _is_below(label.box, stream.place(*span))]
    if len(below) != 1 or _end_of_value(stream, below[0][0], spec) == below[0][0]:
        return None
    return _joined(stream, [(below[0][0], _end_of_value(stream, below[0][0], spec))])


def _joined(stream: Stream, spans: Sequence[tuple[int, int]]) -> Find | None:
    """Return one find of several stretches on one page."""
    places = [place for span in spans if (place := stream.place(*span)) is not None]
    if not places:
        return None
    text = "".join(re.sub(r"\s+", " ", stream.text[start:end]).strip() for start, end in spans)
    same_page = [place for place in places if place.page == places[0].page]
    known = [place.confidence for place in places if place.confidence is not None]
    box = Box.around(place.box for place in same_page)
    return Find(text, "".join(place.raw for place in places), places[0].page, box, min(known, default=None))


def _labels_in(stream: Stream, labels: Sequence[str], *, dense: bool) -> Iterator[tuple[int, int]]:
    """Yield (start of the label, start of what follows): labels with a colon first, then set apart, then glued on."""
    found = []
    for label in labels:
        for match in label_pattern(label).finditer(stream.text):
            if not _stands_alone(stream.text, match, dense=dense):
                continue
            following = stream.text[match.end() - 1 : match.end() + 1]
            # 专业技术资格 begins the title 专业技术资格证书 as well: a label that is set apart is the surer one.
            rank = 0 if ":" in match[0] else 1 if re.search(r"\s", following) or len(following) < 2 else 2
            found.append((rank, -len(label), match.start(), match.end()))
    for _, _, start, end in sorted(found):
        yield start, end


def _stands_alone(text: str, match: re.Match[str], *, dense: bool) -> bool:
    """Tell whether a label begins a word: inside a sentence 专业 or 名称 is no label, unless a colon says so."""
    before = text[match.start() - 1] if match.start() else "\n"
    return dense or ":" in match[0] or not before.isalnum()


def _end_of_value(stream: Stream, start: int, spec: DocumentSpec) -> int:
    _, end = stream.row_of(start) if start < len(stream.text) else (start, start)
    every = [label for field in spec.fields for label in field.known_labels] + list(spec.other_labels)
    for label in every:
        for match in label_pattern(label).finditer(stream.text, start, end):
            if match.start() == start or _stands_alone(stream.text, match, dense=spec.dense):
                end = min(end, match.start())
                break
    if spec.stops:
        # 35.6万元 and 6,951 hold no full stop.
        mark = f"[{re.escape(spec.stops)}]"
        stop = re.search(rf"(?<!\d){mark}|{mark}(?!\d)", stream.text[start:end])
        end = start + stop.start() if stop else end
    # Two characters and more are a value; what stands apart behind it in the row (a seal's text) is another thing.
    apart = re.match(r"[\s_]*[^\t\n_][^\t\n]+?(?=\t)", stream.text[start:end])
    return start + apart.end() if apart else end


def _continuations(stream: Stream, start: int, end: int, spec: DocumentSpec) -> list[tuple[int, int]]:
    """Return the pieces of the following rows that stand below the value: a form's other column goes on beside it."""
    place = stream.place(start, end)
    spans: list[tuple[int, int]] = []
    _, row_end = stream.row_of(start)
    while place is not None and row_end < len(stream.text) and len(spans) < _CONTINUATION_ROWS:
        pieces = stream.pieces(row_end + 1)
        below = [span for span in pieces if _is_below(place.box, stream.place(*span))]
        if len(below) != 1 or _end_of_value(stream, below[0][0], spec) == below[0][0]:
            break
        before = pieces.index(below[0]) - 1
        if before >= 0 and _end_of_value(stream, pieces[before][0], spec) == pieces[before][0]:
            break  # the value of the label before it
        if _COPY_NOTE.search(stream.text[slice(*below[0])]):
            break
        spans.append(below[0])
        place = stream.place(*below[0])
        _, row_end = stream.row_of(below[0][0])
    return spans


def _is_below(box: Box, place: Place | None) -> bool:
    if place is None:
        return False
    shared = min(box.right, place.box.right) - max(box.left, place.box.left)
    gap = place.box.top - box.bottom
    return shared > 0.4 * min(box.width, place.box.width) and gap < 1.5 * max(box.height, place.box.height)
