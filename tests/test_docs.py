"""The documents are true: commands exist, both languages agree, schemas are those of the code, links lead somewhere."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import typer

from api.cli import app
from verifier.commands.schemas import command_schemas

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").rglob("*.md")])


def code_blocks(path: Path) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def commands(path: Path) -> list[str]:
    lines = "\n".join(code_blocks(path)).splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


def known_commands() -> set[str]:
    command = typer.main.get_command(app)
    assert hasattr(command, "commands")
    return set(command.commands)


def test_both_languages_give_the_same_commands():
    assert commands(ENGLISH) == commands(CHINESE)
    assert len(ENGLISH.read_text().split("\n## ")) == len(CHINESE.read_text().split("\n## "))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_exists(path: Path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE):
        assert target in targets, f"{path.name}: make {target}"
    for name in re.findall(r"(?:bin/|`)verifier ([a-z]+)", text):
        assert name in known_commands(), f"{path.name}: verifier {name}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_command_is_described():
    described = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name in known_commands():
        assert f"verifier {name}" in described, name


def test_decisions_are_dated_and_numbered_without_gaps():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        assert re.search(r"^\d{4}-\d\d-\d\d · ", record.read_text(encoding="utf-8"), re.MULTILINE), record.name


@pytest.mark.parametrize("name", sorted(command_schemas()))
def test_schemas_are_those_of_the_code(name: str):
    path = ROOT / "docs" / "schemas" / f"{name}.json"
    schema = json.loads(json.dumps(command_schemas()[name]))
    if os.environ.get("UPDATE_SCHEMAS"):
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == schema


def test_schemas_are_not_being_rewritten():
    assert not os.environ.get("UPDATE_SCHEMAS"), "UPDATE_SCHEMAS is set: the schemas were rewritten, not tested"
