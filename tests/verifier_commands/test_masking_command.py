"""`verifier masking check`: the answers of a folder, its exit codes, its wrong usage."""

import json

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from models.errors import VerifierError
from tests.intake.files import encoded, pattern
from verifier.cli import app
from verifier.commands import masking
from verifier.commands.schemas import command_schemas
from verifier.reading.canned import CannedEngine


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(masking, "load_engine", CannedEngine)

    def command(*arguments):
        return CliRunner().invoke(app, ["masking", "check", *map(str, arguments)])

    return command


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "页.png").write_bytes(encoded(pattern(1240, 1754), "PNG"))
    (tmp_path / "欧阳若川.png").write_bytes(encoded(pattern(1240, 1754), "PNG"))
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    return tmp_path


def test_every_file_of_a_folder_is_answered(run, folder):
    result = run(folder, "--name", "欧阳若川", "--json")

    jsonschema_rs.validate(command_schemas()["masking-check"], json.loads(result.stdout))
    documents = {entry["path"].rsplit("/", 1)[-1]: entry for entry in json.loads(result.stdout)["documents"]}
    assert result.exit_code == 10
    assert documents["欧阳若川.png"]["answer"] == "leaks"
    assert documents["欧阳若川.png"]["leaks"][0]["surface"] == "filename"
    assert documents["坏.pdf"]["answer"] == "cannot_tell" and documents["坏.pdf"]["reasons"]
    assert documents["页.png"]["answer"] == "clean" and documents["页.png"]["pages"][0]["needs_mask"] is False


def test_one_clean_file(run, folder):
    assert run(folder / "页.png", "--name", "欧阳若川").exit_code == 0


def test_flags_are_compared(run, folder):
    flags = folder / "flags.csv"
    flags.write_text("file,page,needs_mask\n页.png,1,是\n", encoding="utf-8")

    result = run(folder / "页.png", "--name", "欧阳若川", "--flags", flags, "--json")

    assert result.exit_code == 11
    assert "需要遮盖" in json.loads(result.stdout)["documents"][0]["reasons"][0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--name", " "),
        ("--name", "张\x00三"),
        ("--name", "张三", "--also", "unit"),
        ("--also", "=x"),
        ("--flags", "{flags}"),
    ],
)
def test_wrong_usage_says_what_to_do(run, folder, arguments):
    flags = folder / "flags.csv"
    flags.write_text("file,page,needs_mask\n页.png,eins,是\n", encoding="utf-8")

    result = run(folder, *(argument.format(flags=flags) for argument in arguments))

    assert isinstance(result.exception, VerifierError) and result.exception.exit_code == 2
    assert (
        "--name" in result.exception.detail
        or "--also" in result.exception.detail
        or "第 2 行" in result.exception.detail
    )
