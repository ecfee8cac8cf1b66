"""The note on a copy, for drawers that also plant a note without its phrase, or none at all."""

from __future__ import annotations

from dataclasses import dataclass

from tests.synthesis.documents.common import Style, copy_note, seal
from tests.synthesis.handwriting import sign
from tests.synthesis.paper import SIHAO, Sheet
from tests.synthesis.people import Scene
from tests.synthesis.phrases import COPY_OK


@dataclass(frozen=True)
class CopyNote:
    """What the note is like: `phrase` empty for name, date and seal alone; `copied` False for no note at all."""

    phrase: str = COPY_OK
    sealed: bool = True
    seal_text: str | None = None
    copied: bool = True

    def put(self, sheet: Sheet, scene: Scene, look: Style, x: float, y: float) -> None:
        """Put the note on the sheet, its words starting at x with their middle at y (millimetres)."""
        if not self.copied:
            return
        if self.phrase:
            copy_note(sheet, scene, look, x, y, seal_text=self.seal_text, phrase=self.phrase, sealed=self.sealed)
            return
        type_ = look.type(SIHAO)
        sheet.text(x, y + 11.5, "审核人：", type_)
        sign(sheet, x + 22, y + 14, scene.officer.name, "审核人", look.officer, day=scene.signed,
             day_at=(x + 4, y + 27), printed=type_, seed=look.seed)  # fmt: skip
        if self.sealed:
            seal(sheet, scene.unit, x + 66, y + 13, look, text=self.seal_text)
