"""Looking at screens: whether everybody can read them, and pictures of them in both lights and two sizes.

VERIFIER_SCREENSHOTS=DIR keeps the pictures, and beside them contact sheets: all screens in one look at a glance.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Page

Light = Literal["light", "dark"]
SIZES: Final = ((1366, 768), (1024, 768))
LIGHTS: Final[tuple[Light, ...]] = ("light", "dark")
_SHEET_COLUMNS: Final = 3
_SHEET_ROWS: Final = 3
_SHEET_WIDTH: Final = 760


def serious(page: Page, axe: str, *, colours_alone: bool = False) -> list[tuple[str, list[str]]]:
    """Return what keeps somebody from reading the page as it is now; its colours alone where all else is known."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    rules = "runOnly: ['color-contrast']," if colours_alone else ""
    answer = page.evaluate(f"axe.run({{ {rules} resultTypes: ['violations'] }})")
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in answer["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def in_every_look(page: Page) -> Iterator[str]:
    """Show the page in every size and light, one after the other; yields the name of the look, such as 1024-dark."""
    before = page.viewport_size
    for (width, height), light in product(SIZES, LIGHTS):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=light)
        yield f"{width}-{light}"
    page.emulate_media(color_scheme="light")
    if before is not None:
        page.set_viewport_size(before)


def sideways(page: Page) -> int:
    """Return by how many pixels the page scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def are_kept() -> bool:
    """Tell whether somebody wants pictures."""
    return bool(os.environ.get("VERIFIER_SCREENSHOTS"))


def keep_look(page: Page, name: str, look: str) -> None:
    """Keep one picture, where somebody wants it; pages that zoom or fold come to rest first."""
    if are_kept():
        page.wait_for_timeout(700 if page.locator("#viewer").count() else 150)
        page.screenshot(path=str(_place() / f"{name}-{look}.png"))


def keep(page: Page, name: str) -> None:
    """Keep pictures of the page as it is, in every look, where somebody wants them."""
    if are_kept():
        for look in in_every_look(page):
            keep_look(page, name, look)


def contact_sheets() -> list[Path]:
    """Lay all kept pictures of a look on sheets; return the sheets."""
    made = []
    for (width, height), light in product(SIZES, LIGHTS):
        pictures = sorted(_place().glob(f"*-{width}-{light}.png"))
        high = _SHEET_WIDTH * height // width
        for start in range(0, len(pictures), _SHEET_COLUMNS * _SHEET_ROWS):
            sheet = Image.new("RGB", (_SHEET_COLUMNS * _SHEET_WIDTH, _SHEET_ROWS * high), "#808080")
            for number, path in enumerate(pictures[start : start + _SHEET_COLUMNS * _SHEET_ROWS]):
                row, column = divmod(number, _SHEET_COLUMNS)
                with Image.open(path) as picture:
                    small = picture.convert("RGB").resize((_SHEET_WIDTH - 4, high - 4), Image.Resampling.LANCZOS)
                sheet.paste(small, (column * _SHEET_WIDTH, row * high))
            made.append(_place() / f"sheet-{width}-{light}-{start:03}.png")
            sheet.save(made[-1])
    return made


def _place() -> Path:
    place = Path(os.environ["VERIFIER_SCREENSHOTS"])
    place.mkdir(parents=True, exist_ok=True)
    return place
