"""The fixed text of a prescribed form stands on the document unchanged (模板比对)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.certificates.phrases import PhraseMatch, template_pieces
from verifier.checks.answers import Answer, doubtful, failed, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import TemplateName
from verifier.checks.wording import locate, stands_in

_READING_NOISE = 0.15
"""So far below the demanded similarity a difference may still be misread characters, and a person looks."""


@dataclass(frozen=True, config=VALUE)
class TemplateParams:
    """Name of the text in the policy's `templates`; at least `min_similarity` (0..1) of its characters must agree."""

    template: TemplateName
    min_similarity: Annotated[float, Field(gt=0, le=1)] = 0.95


def run(documents: Sequence[Held], requirement: Requirement, params: TemplateParams, context: Context) -> list[Answer]:
    """Compare each document, piece by piece between what the form leaves open."""
    pieces = [piece for piece in template_pieces(context.policy.templates[params.template]) if len(piece) > 1]
    return [_judge(held, pieces, params) for held in documents]


def _judge(held: Held, pieces: Sequence[str], params: TemplateParams) -> Answer:
    # A piece that stands there letter by letter needs no place: only what was changed is shown.
    matches = [(piece, locate(held, piece)) for piece in pieces if not stands_in(held, piece)]
    total = sum(map(len, pieces))
    lost = sum(len(piece) * (1 - match.similarity) for piece, match in matches)
    similarity = 1 - lost / total
    said = {"title": held.title, "template": params.template, "percent": f"{similarity:.0%}"}
    measures = {"similarity": round(similarity, 4), "min_similarity": params.min_similarity}
    if similarity >= params.min_similarity:
        return passed(text("checks.template_same", **said), held, **measures)
    changed = sorted((entry for entry in matches if entry[1].similarity < 1), key=lambda entry: entry[1].similarity)
    evidence = [_evidence(held, piece, match) for piece, match in changed]
    remedy = text("checks.template_remedy", template=params.template)
    if similarity >= params.min_similarity - _READING_NOISE or held.is_unreadable:
        return doubtful(text("checks.template_near", **said), remedy, held, *evidence, **measures)
    return failed(text("checks.template_other", **said), remedy, held, *evidence, **measures)


def _evidence(held: Held, piece: str, match: PhraseMatch) -> Evidence:
    if match.similarity < 0.5:
        return Evidence(held.document, held.first_page, None, None, piece)
    return Evidence(held.document, match.page, match.box, match.text, piece)


CHECK = Check("template", TemplateParams, run)
