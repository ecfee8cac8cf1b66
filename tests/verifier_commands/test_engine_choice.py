"""The commands load the engine that the environment names, by the same variables as the workers."""

from __future__ import annotations

import pytest

from models.errors import InvalidRequest
from verifier.commands import engine
from verifier.commands.observed import load_engine
from verifier.reading import engines
from verifier.reading.engines import DEFAULT_ENGINE
from workers.settings import Settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in engine.VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def test_the_default_where_nothing_is_set():
    assert engine.engine_name() == DEFAULT_ENGINE == Settings().ocr_engine


@pytest.mark.parametrize("variable", engine.VARIABLES)
def test_each_variable_means_the_same_to_the_service(monkeypatch: pytest.MonkeyPatch, variable: str):
    monkeypatch.setenv(variable, "tesseract")
    assert engine.engine_name() == "tesseract" == Settings().ocr_engine


def test_the_long_name_wins_as_in_the_service(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VERIFIER_OCR_ENGINE", "paddleocr")
    monkeypatch.setenv("ENGINE", "tesseract")
    assert engine.engine_name() == "paddleocr" == Settings().ocr_engine


def test_an_unknown_engine_is_told_with_the_known_ones(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ENGINE", "tesseract-of-dreams")
    with pytest.raises(InvalidRequest, match="pp-ocrv6-openvino") as told:
        engine.engine_name()
    assert "ENGINE" in told.value.detail


def test_commands_load_it(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    monkeypatch.setitem(engines.ENGINES, "tesseract", lambda threads: asked.append("tesseract"))
    monkeypatch.setenv("ENGINE", "tesseract")
    load_engine()
    assert asked == ["tesseract"]
