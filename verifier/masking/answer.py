"""Answer for one file whether it may go to blind reviewers (盲审): clean, leaks, or a person must look.

Only what is certain is `clean`. A leak is a sure trace of the subject anywhere in the file, or a cover that can be
taken off. Whatever could not be searched, or may be somebody else's name, goes to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from models.document import Page
from models.masking import MaskingAnswer, MaskingVerdict, PageMasking
from models.messages import text
from models.observation import (
    Cover,
    CoverKind,
    NameHit,
    Observation,
    SealShape,
    SurfaceKind,
)
from verifier.masking.names import find_names, find_traces
from verifier.masking.needs import is_sure, needs_mask, tick_fits, weak_covers
from verifier.masking.places import name_fields, own_signatures
from verifier.masking.subject import Subject
from verifier.masking.variants import DOUBTFUL, FIELD, SIGNED

_REMOVABLE: Final = frozenset({CoverKind.COSMETIC, CoverKind.MOSAIC, CoverKind.BLUR})
"""Covers that are taken off with the file alone: patches over live content; mosaic and blur are undone by trying out
what they may have hidden (Hill et al., On the (In)effectiveness of Mosaicing and Blurring, PETS 2016)."""

_UNREADABLE: Final = frozenset({"blurred", "low_resolution"})
_DOUBTED, _FEW, _SHARE = 0.7, 5, 0.2
"""Confidence of a line that was hardly read, and how many of them, and which share, make a page that was not read."""
_SEEN: Final = frozenset(
    {SurfaceKind.PIXELS, SurfaceKind.SEAL, SurfaceKind.SIGNATURE, SurfaceKind.QR, SurfaceKind.TEXT_LAYER}
)


def judge_masking(
    filename: str,
    observation: Observation,
    subject: Subject | None,
    flags: Mapping[int, bool] | None = None,
) -> MaskingAnswer:
    """Judge one file.

    Args:
        filename: as its sender named it; it is a surface like others.
        observation: what was seen in it.
        subject: whose traces are looked for; None judges the covers only.
        flags: the sender's own 是否需要遮盖 by page, for those pages that have one.
    """
    hits = traces_of(filename, observation, subject) if subject else []
    leaks = [hit for hit in hits if is_sure(hit)]
    pages = tuple(_page(page.number, hits, observation) for page in observation.pages)
    sure = _leak_reasons(leaks, observation.covers, removable_is_sure=subject is None)
    open_questions = _questions(observation, hits, subject) + _disagreements(pages, flags or {})
    verdict = MaskingVerdict.LEAKS if sure else MaskingVerdict.CANNOT_TELL if open_questions else MaskingVerdict.CLEAN
    return MaskingAnswer(verdict, pages, tuple(leaks), tuple(dict.fromkeys(sure + open_questions)))


def judge_refused(filename: str, why: str, subject: Subject | None) -> MaskingAnswer:
    """Judge a file that did not open: nobody looked into it, but its name may tell already."""
    named = find_traces(filename, subject) if subject else []
    leaks = tuple(
        NameHit(SurfaceKind.FILENAME, filename[trace.start : trace.end], trace.variant, False) for trace in named
    )
    sure = [hit for hit in leaks if is_sure(hit)]
    verdict = MaskingVerdict.LEAKS if sure else MaskingVerdict.CANNOT_TELL
    reasons = (*_leak_reasons(sure, (), removable_is_sure=False), text("masking.refused", detail=why))
    return MaskingAnswer(verdict, (), tuple(sure), reasons)


def traces_of(filename: str, observation: Observation, subject: Subject) -> list[NameHit]:
    """Return every trace of the subject: what can be read, signatures in own slots, what stands behind 姓名 unread."""
    known = find_names(filename, observation, subject) + own_signatures(observation, subject)
    return known + beside(name_fields(observation, subject), known)


def beside(places: Iterable[NameHit], known: Sequence[NameHit]) -> list[NameHit]:
    """Return the places at which nothing is known yet."""
    return [
        place
        for place in places
        if not any(
            hit.page == place.page and hit.box is not None and place.box is not None and hit.box.intersection(place.box)
            for hit in known
        )
    ]


def poor_pages(observation: Observation) -> str | None:
    """Return in the user's words which pages are too poor to be read for certain; None where all are good."""
    poor = _poor(observation)
    return text("masking.poor_pages", pages="、".join(map(str, poor))) if poor else None


def _poor(observation: Observation) -> list[int]:
    poor = [quality.page for quality in observation.quality if _UNREADABLE & set(quality.problems)]
    return sorted({*poor, *(page.number for page in observation.pages if _badly_read(page))})


def _badly_read(page: Page) -> bool:
    """Tell whether many lines of a page were read with little confidence: it may lie on its side, and names unread."""
    doubtful = sum((line.confidence or 0.0) < _DOUBTED for line in page.lines)
    return doubtful >= max(_FEW, _SHARE * len(page.lines))


def _page(number: int, hits: Sequence[NameHit], observation: Observation) -> PageMasking:
    own = tuple(hit for hit in hits if hit.page == number)
    covers = tuple(cover for cover in observation.covers if cover.page == number)
    readable = number not in (*_poor(observation), *_unread_chops(observation))
    return PageMasking(number, needs_mask(_visible(own), covers, readable=readable), own, covers)


def _visible(hits: Sequence[NameHit]) -> list[NameHit]:
    """Return the hits that somebody sees who looks at the page, or marks what is on it."""
    return [hit for hit in hits if hit.surface in _SEEN]


def _leak_reasons(leaks: Sequence[NameHit], covers: Sequence[Cover], *, removable_is_sure: bool) -> list[str]:
    counts: dict[SurfaceKind, int] = {}
    for hit in leaks:
        counts[hit.surface] = counts.get(hit.surface, 0) + 1
    reasons = [
        text("masking.found", surface=text(f"checks.surface_{kind}"), count=count) for kind, count in counts.items()
    ]
    if removable_is_sure:
        reasons += _cover_reasons(cover for cover in covers if cover.kind in _REMOVABLE)
    return reasons


def _cover_reasons(covers: Iterable[Cover]) -> list[str]:
    kinds = dict.fromkeys(cover.kind for cover in covers)
    return [text("masking.weak_cover", kind=text(f"checks.cover_{kind}")) for kind in kinds]


def _questions(observation: Observation, hits: Sequence[NameHit], subject: Subject | None) -> list[str]:
    reasons = _cover_reasons(weak_covers(observation.covers))
    if subject is None:
        return reasons if observation.pages else [*reasons, text("masking.no_pages")]
    doubtful = [hit for hit in hits if hit.variant in DOUBTFUL]
    if doubtful:
        found = "、".join(dict.fromkeys(f"“{hit.text}”" for hit in doubtful[:5]))
        reasons.append(text("masking.doubtful", found=found))
    if any(hit.variant == SIGNED for hit in hits):
        reasons.append(text("masking.signed"))
    unread = [str(hit.page) for hit in hits if hit.variant == FIELD]
    if unread:
        reasons.append(text("masking.unread_field", pages="、".join(dict.fromkeys(unread))))
    if len("".join(subject.parts)) < 2:
        reasons.append(text("masking.short_name"))
    if not observation.pages:
        reasons.append(text("masking.no_pages"))
    if poor := poor_pages(observation):
        reasons.append(poor)
    if chops := _unread_chops(observation):
        reasons.append(text("masking.unread_chop", pages="、".join(map(str, chops))))
    if observation.unsearched:
        kinds = "、".join(text(f"checks.surface_{kind}") for kind in observation.unsearched)
        reasons.append(text("masking.unsearched", kinds=kinds))
    return reasons


def _unread_chops(observation: Observation) -> list[int]:
    """Return the pages with a seal that nobody could read and that may be a person's (名章): square or oblong."""
    pages = [
        seal.page
        for seal in observation.seals
        if not (seal.text or seal.centre_text or seal.is_fragment)
        and seal.shape in (SealShape.SQUARE, SealShape.RECTANGLE)
    ]
    return list(dict.fromkeys(pages))


def _disagreements(pages: Sequence[PageMasking], flags: Mapping[int, bool]) -> list[str]:
    """Return where the sender's own 是/否 is not what was seen (巴州通知 BY-40, BY-41)."""
    return [
        text("masking.flag_yes" if flags[page.page] else "masking.flag_no", page=page.page)
        for page in pages
        if page.page in flags and tick_fits(flags[page.page], _visible(page.names), page.covers) is False
    ]
