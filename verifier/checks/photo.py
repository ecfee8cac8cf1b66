"""A portrait of the right shape, one face, in colour where the notice says so (一寸照片)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held

_ONE_INCH: Final = 25 / 35
"""Width to height of a 一寸 photo (25 x 35 mm)."""

_SLACK: Final = 0.06
"""Share by which the cut of a photo may change that ratio: 295 x 413 and 300 x 400 are both handed in as 一寸."""


@dataclass(frozen=True, config=VALUE)
class PhotoParams:
    """`alone`: the file is the photo itself, not a form with a photo on it. `colour` must be seen by a person."""

    alone: bool = True
    colour: bool = False


def run(documents: Sequence[Held], requirement: Requirement, params: PhotoParams, context: Context) -> list[Answer]:
    """Look at each document."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: PhotoParams) -> Answer:
    photo = held.observation.photo
    if photo is not None and (not held.has(photo.page) or (params.alone and photo.on_form)):
        photo = None
    said = {"title": held.title}
    remedy = text("clauses.photo_remedy")
    if photo is None and not params.alone:
        return doubtful(text("clauses.photo_none", **said), remedy, held, held.evidence())
    if photo is not None and photo.faces is not None and photo.faces > 1:
        return failed(text("clauses.photo_faces", count=photo.faces, **said), remedy, held, held.evidence())
    width, height = (photo.width_px, photo.height_px) if photo is not None else _size(held)
    said["size"] = f"{width}×{height}"
    if not width or abs(width / height - _ONE_INCH) > _SLACK * _ONE_INCH:
        return doubtful(text("clauses.photo_shape", **said), remedy, held, held.evidence())
    if photo is None or photo.faces != 1:
        return doubtful(text("clauses.photo_face_unsure", **said), remedy, held, held.evidence())
    if params.colour:
        return review(text("clauses.photo_colour", **said), remedy, held, held.evidence())
    return passed(text("clauses.photo_good", **said), held, held.evidence())


def _size(held: Held) -> tuple[int, int]:
    page = next(iter(held.pages), None)
    return (page.width_px, page.height_px) if page is not None else (0, 1)


CHECK = Check("photo", PhotoParams, run)
