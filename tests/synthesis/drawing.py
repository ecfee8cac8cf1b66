"""The front door: `draw_document(type, seed)`, `draw_pages`, and the pieces `draw_seal` and `draw_signature`."""

from __future__ import annotations

import importlib
import pkgutil
import zlib
from collections.abc import Callable

from tests.synthesis import documents
from tests.synthesis.ageing import Ageing, ageing, scan
from tests.synthesis.documents.common import Style, style
from tests.synthesis.handwriting import draw_signature
from tests.synthesis.people import Scene, scene
from tests.synthesis.seals import draw_seal
from tests.synthesis.truth import Drawn

__all__ = ["DOCUMENTS", "draw_document", "draw_pages", "draw_seal", "draw_signature"]

Drawer = Callable[..., list[Drawn]]
"""`(scene, look, **options)` to the clean pages of one document."""


def _drawers() -> dict[str, Drawer]:
    """Return what the modules of `documents` offer as `DRAWERS`, in the order of the types' names."""
    found: dict[str, Drawer] = {}
    for module in pkgutil.iter_modules(documents.__path__, f"{documents.__name__}."):
        for type_, draw in getattr(importlib.import_module(module.name), "DRAWERS", {}).items():
            if type_ in found:
                raise ValueError(f"two modules draw {type_}: {module.name} is the second")
            found[type_] = draw
    return dict(sorted(found.items()))


DOCUMENTS = _drawers()
"""By catalogue type; what is of no type (its truth says None) by a name of its own: `blank`, `bank_slip`."""


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
