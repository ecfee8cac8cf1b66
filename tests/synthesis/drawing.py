"""The front door: `draw_document(type, seed)`, `draw_pages`, and the pieces `draw_seal` and `draw_signature`."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.synthesis.ageing import Ageing, ageing, scan
from tests.synthesis.documents.certificates import diploma, id_card, title_cert
from tests.synthesis.documents.common import Style, style
from tests.synthesis.documents.forms import appraisal, ce_exempt
from tests.synthesis.documents.letters import pub_notice, pub_result, recommend, truth_pledge, unit_resp
from tests.synthesis.documents.others import bank_slip, blank
from tests.synthesis.documents.papers import paper
from tests.synthesis.documents.records import achievement, ce_cert, chsi_reg, summary
from tests.synthesis.handwriting import draw_signature
from tests.synthesis.people import Scene, scene
from tests.synthesis.seals import draw_seal
from tests.synthesis.truth import Drawn

__all__ = ["DOCUMENTS", "draw_document", "draw_pages", "draw_seal", "draw_signature"]

DOCUMENTS: dict[str, Callable[..., list[Drawn]]] = {
    "id_card": id_card,
    "diploma": diploma,
    "title_cert": title_cert,
    "truth_pledge": truth_pledge,
    "unit_resp": unit_resp,
    "pub_notice": pub_notice,
    "pub_result": pub_result,
    "recommend": recommend,
    "ce_exempt": ce_exempt,
    "appraisal": appraisal,
    "paper": paper,
    "chsi_reg": chsi_reg,
    "ce_cert": ce_cert,
    "achievement": achievement,
    "summary": summary,
    "blank": blank,
    "bank_slip": bank_slip,
}
"""By catalogue type; `blank` and `bank_slip` are of no type (their truth says None)."""


def draw_pages(
    type_: str,
    seed: int,
    *,
    about: Scene | None = None,
    look: Style | None = None,
    split: str = "train",
    how: Ageing | None = None,
    **options: object,
) -> list[Drawn]:
    """Return the scanned pages of one document, decided by the seed.

    Args:
        type_: a key of DOCUMENTS.
        seed: decides person, look and scanner; equal seeds give equal pixels.
        about: what the document says; by default a scene of the seed.
        look: faces, writers and layout; by default a style of the seed.
        split: train, dev or held; held pages use faces, writers and layouts that no other split uses.
        how: the scanner; by default one of the seed. `ageing.CLEAN` for a page that no scanner touched.
        options: what is special about this one, passed to the document's function (`signature="printed"` ...).
    """
    about = about or scene(seed)
    look = look or style(seed, split=split)
    pages = DOCUMENTS[type_](about, look, **options)
    # Two documents of one seed lay in two scanners.
    start = zlib.crc32(f"{type_} {seed}".encode())
    return [scan(page, how or ageing(start + index), seed=start + index) for index, page in enumerate(pages)]


def draw_document(type_: str, seed: int, **options: object) -> Drawn:
    """Return the first page of a document; arguments as for `draw_pages`."""
    return draw_pages(type_, seed, **options)[0]  # type: ignore[arg-type]
