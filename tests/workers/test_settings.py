from __future__ import annotations

from pathlib import Path

import pytest

from workers.settings import Settings


def test_defaults_keep_everything_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    assert settings.database == f"sqlite:///{tmp_path}/data/verifier.db"
    assert settings.workers >= 1
    assert settings.redis_url is None


def test_the_environment_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_PORT", "9000")
    monkeypatch.setenv("VERIFIER_DATABASE_URL", "postgresql://db/verifier")
    monkeypatch.setenv("REDIS_URL", "redis://queue:6379")
    settings = Settings()
    assert (settings.port, settings.database) == (9000, "postgresql://db/verifier")
    assert settings.redis_url == "redis://queue:6379"


def test_where_things_are_kept_has_short_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_DATABASE", "postgresql+psycopg://db/verifier")
    monkeypatch.setenv("VERIFIER_BLOBS", "s3://bucket/office")
    monkeypatch.setenv("VERIFIER_BLOBS_ENDPOINT", "https://s3.example")
    settings = Settings()
    assert settings.database == "postgresql+psycopg://db/verifier"
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert (Settings().blobs_url, Settings().blobs_endpoint) == ("s3://bucket/office", "https://s3.example")
    assert Settings().database == settings.database


@pytest.mark.parametrize("variable", ["ENGINE", "VERIFIER_OCR_ENGINE"])
def test_the_engine_is_chosen_by_a_short_name_too(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "paddleocr")
    chosen = Settings()
    assert chosen.ocr_engine == "paddleocr"
    assert chosen.environment()["VERIFIER_OCR_ENGINE"] == "paddleocr"
    monkeypatch.setenv("ENGINE", "another")
    monkeypatch.setenv("VERIFIER_OCR_ENGINE", "tesseract")
    assert Settings().ocr_engine == "tesseract"


def test_children_get_the_same_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(
        data_dir=Path("here"), redis_url="unix:///run/q.sock", corpus=tmp_path / "c.jsonl", production=True, port=1
    )
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    child = Settings()
    assert child == settings.model_copy(update={"data_dir": tmp_path / "here"})
