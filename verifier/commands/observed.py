"""Opens and observes one file for a command, with progress on standard error."""

from __future__ import annotations

from pathlib import Path

from models.errors import InvalidRequest
from models.messages import text
from models.observation import Observation
from verifier.commands.output import progress_console
from verifier.intake.opened import Opened
from verifier.reading.engine import OcrEngine


def existing(path: Path) -> Path:
    """Return `path`; raises InvalidRequest where nothing is there."""
    if not path.exists():
        raise InvalidRequest(reason=text("cli.missing_input", path=str(path)))
    return path


def open_file(path: Path) -> Opened:
    """Open one file; raises the typed `InputRefused` errors of the intake."""
    from verifier.intake.opening import open_document

    return open_document(existing(path), filename=path.name)


def load_engine() -> OcrEngine:
    """Load the OCR engine that the environment asks for, the default one where it asks for none (about a second)."""
    from verifier.commands.engine import engine_name
    from verifier.reading.engines import create_engine

    return create_engine(engine_name())


def read_file(path: Path, engine: OcrEngine) -> Opened:
    """Open one file, put its pages upright and read them."""
    from verifier.reading.upright import upright

    return upright(open_file(path), engine)


def observe_file(path: Path) -> tuple[Opened, Observation]:
    """Open and observe one file; returns its upright pages with what was seen on them."""
    from verifier.observing import observe
    from verifier.reading.upright import straightened

    with progress_console.status(text("cli.opening", name=path.name)) as status:
        opened = open_file(path)
        engine = load_engine()
        pages = len(opened.images)
        observation = observe(
            opened,
            engine,
            on_page=lambda page: status.update(text("cli.reading", page=page, pages=pages)),
        )
    return straightened(opened, observation.pages), observation
