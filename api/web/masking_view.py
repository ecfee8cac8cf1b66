"""What the pages of masking (姓名遮盖) show, as plain values: answers, boxes, the proof of a copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.web.marks import hit_label, mark, name_kind
from models.masking import CopyAnswer, MaskingAnswer, MaskingVerdict, PageBox
from models.messages import error_text, has_text, text
from models.observation import CoverKind
from models.store.documents import StoredDocument
from models.store.masked_view import same_name
from models.store.masking_tasks import MaskingKind, MaskingState, StoredMasking
from verifier.checks.dossier import type_title

_TAG_OF_ANSWER = {
    MaskingVerdict.CLEAN: "passed",
    MaskingVerdict.LEAKS: "failed",
    MaskingVerdict.CANNOT_TELL: "needs_review",
}


@dataclass(frozen=True)
class Tag:
    """A state in a word: `key` of the console's text, and the colour."""

    key: str
    colour: str


@dataclass(frozen=True)
class PageAnswer:
    """需要遮盖 of one page: what was found (None: a person must tell) and what the applicant ticked (None: nothing)."""

    number: int
    needs_mask: bool | None
    flag: bool | None

    @property
    def differs(self) -> bool:
        """Whether the applicant's tick and the page disagree."""
        return None not in (self.needs_mask, self.flag) and self.needs_mask != self.flag


@dataclass(frozen=True)
class Checked:
    """A check as far as it is; `elsewhere` are the traces that stand on no page."""

    id: str
    tag: Tag
    is_running: bool
    reasons: tuple[str, ...]
    elsewhere: tuple[str, ...]
    pages: tuple[PageAnswer, ...]
    also: tuple[str, ...]
    outdated: bool


@dataclass(frozen=True)
class ProofStep:
    """One step of the proof of a copy; `key` of its name."""

    key: str
    passed: bool
    detail: str


@dataclass(frozen=True)
class Copied:
    """A copy as far as it is; `trouble` where none could be made."""

    id: str
    tag: Tag
    is_running: bool
    released: bool
    steps: tuple[ProofStep, ...]
    boxes: int
    trouble: str
    outdated: bool


@dataclass(frozen=True)
class MaskSheet:
    """One document in the list on the left."""

    id: str
    filename: str
    slot: str
    type: str
    pages: int
    check: Tag
    copy: Tag


def mask_sheets(
    documents: Iterable[StoredDocument], tasks: dict[tuple[str, MaskingKind], StoredMasking], applicant: str | None
) -> tuple[MaskSheet, ...]:
    """Return the documents by slot, each with where its check and its copy stand."""
    return tuple(
        MaskSheet(
            id=document.id,
            filename=document.filename,
            slot=document.slot or "",
            type=type_title(document.type) if document.type else "",
            pages=pages_of(document, tasks.get((document.id, MaskingKind.CHECK))),
            check=check_tag(tasks.get((document.id, MaskingKind.CHECK)), applicant),
            copy=copy_tag(tasks.get((document.id, MaskingKind.COPY)), applicant),
        )
        for document in sorted(documents, key=lambda document: document.slot or "")
    )


def pages_of(document: StoredDocument, check: StoredMasking | None) -> int:
    """Return how many pages there are to see."""
    answered = len(check.answer.pages) if check is not None and isinstance(check.answer, MaskingAnswer) else 0
    return document.pages or answered


def check_tag(task: StoredMasking | None, applicant: str | None) -> Tag:
    """Return where a check stands; `applicant` is the name that must be hidden now."""
    if task is None:
        return Tag("mask_unchecked", "")
    if not task.state.is_terminal:
        return Tag("mask_checking", "running")
    if not isinstance(task.answer, MaskingAnswer):
        return Tag("mask_failed", "needs_review")
    if _is_of_another(task, applicant):
        return Tag("mask_outdated", "needs_review")
    return Tag(f"mask_{task.answer.answer}", _TAG_OF_ANSWER[task.answer.answer])


def copy_tag(task: StoredMasking | None, applicant: str | None) -> Tag:
    """Return where a copy stands."""
    if task is None:
        return Tag("mask_no_copy", "")
    if task.state is MaskingState.WITHDRAWN:
        return Tag("mask_withdrawn", "")
    if not task.state.is_terminal:
        return Tag("mask_copying", "running")
    if not isinstance(task.answer, CopyAnswer):
        return Tag("mask_failed", "needs_review")
    if _is_of_another(task, applicant):
        return Tag("mask_outdated", "needs_review")
    return Tag("mask_released", "passed") if task.answer.released else Tag("mask_kept_back", "failed")


def checked(task: StoredMasking, applicant: str | None = None) -> Checked:
    """Return a check as the page shows it."""
    answer = task.answer if isinstance(task.answer, MaskingAnswer) else None
    names = [hit for page in answer.pages for hit in page.names] if answer else []
    leaks = answer.leaks if answer else ()
    flags = task.request.flags
    return Checked(
        id=task.id,
        tag=check_tag(task, applicant),
        is_running=not task.state.is_terminal,
        reasons=answer.reasons if answer else _trouble(task),
        elsewhere=tuple(dict.fromkeys(hit_label(hit) for hit in (*leaks, *names) if hit.box is None)),
        pages=tuple(PageAnswer(page.page, page.needs_mask, flags.get(page.page)) for page in answer.pages)
        if answer
        else (),
        also=tuple(kind for kind, _ in task.request.also),
        outdated=answer is not None and _is_of_another(task, applicant),
    )


def flag_differs(check: Checked | None, flag: bool | None) -> bool:
    """Tell whether what the applicant ticked for a whole document disagrees with what was found on its pages."""
    needs = [page.needs_mask for page in check.pages] if check is not None else []
    if flag is None or not needs:
        return False
    return True in needs if not flag else all(one is False for one in needs)


def copied(task: StoredMasking, applicant: str | None = None) -> Copied:
    """Return a copy as the page shows it."""
    answer = task.answer if isinstance(task.answer, CopyAnswer) else None
    return Copied(
        id=task.id,
        tag=copy_tag(task, applicant),
        is_running=not task.state.is_terminal,
        released=answer is not None and answer.released and task.state is MaskingState.DONE,
        steps=tuple(ProofStep(_step_key(step.step), step.passed, step.detail) for step in answer.proof)
        if answer
        else (),
        boxes=len(answer.boxes) if answer else 0,
        trouble="".join(_trouble(task)),
        outdated=answer is not None and _is_of_another(task, applicant),
    )


def marks(answer: MaskingAnswer | None) -> list[dict[str, object]]:
    """Return what was found on each page as the viewer draws it: names (covered or not) and covers (weak or not)."""
    return [
        {
            "number": page.page,
            "marks": [mark(name_kind(hit), hit_label(hit), hit.box) for hit in page.names if hit.box is not None]
            + [
                mark(
                    "cover" if cover.kind is CoverKind.OPAQUE else "cover weak",
                    text("console.mark_cover", kind=text(f"console.cover_{cover.kind}")),
                    cover.box,
                )
                for cover in page.covers
            ],
        }
        for page in (answer.pages if answer else ())
    ]


def boxes(task: StoredMasking | None) -> dict[str, list[dict[str, object]]]:
    """Return the boxes that a reviewer goes on from: `found` by the program, `added` and `removed` by a person."""
    if task is None:
        return {"found": [], "added": [], "removed": []}
    added, removed = task.request.added, task.request.removed
    answer = task.answer if isinstance(task.answer, CopyAnswer) else CopyAnswer(False, ())
    found = [one for one in answer.boxes if one not in added]
    return {"found": _plain(found), "added": _plain(added), "removed": _plain(removed)}


def _plain(found: Sequence[PageBox]) -> list[dict[str, object]]:
    return [{"page": one.page, "box": list(one.box)} for one in found]


def _step_key(step: str) -> str:
    key = f"mask_step_{step}"
    return key if has_text(f"console.{key}") else "mask_step_other"


def _is_of_another(task: StoredMasking, applicant: str | None) -> bool:
    """Tell whether the name looked for is not the applicant's any more."""
    name = task.request.name
    return applicant is not None and (name is None or not same_name(name, applicant))


def _trouble(task: StoredMasking) -> tuple[str, ...]:
    if task.error_code is None:
        return ()
    return ("：".join(error_text(task.error_code, **task.error_parameters)),)
