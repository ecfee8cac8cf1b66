"""What every command shares: one JSON value on stdout, everything else on stderr, errors as text and exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from models.errors import VerifierError
from models.messages import text

DONE: Final = 0
DEFECTS: Final = 10
PERSON_NEEDED: Final = 11

JsonFlag = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个 JSON 值；进度和提示在标准错误。")]

console = Console()
"""Tables for people, on standard output."""

progress_console = Console(stderr=True)
"""Progress and notes, on standard error."""


def print_json(value: Any) -> None:  # noqa: ANN401  # JSON is any shape
    """Print one JSON value on standard output, UTF-8, not escaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def run_app(app: Callable[[], Any]) -> None:
    """Run a typer app; a `VerifierError` becomes its text on standard error and its exit code."""
    try:
        app()
    except VerifierError as error:
        progress_console.print(text("cli.error", title=error.title, detail=error.detail), style="red", markup=False)
        raise SystemExit(error.exit_code) from error
