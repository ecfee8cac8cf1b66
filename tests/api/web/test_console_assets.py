"""What the console is made of: third-party files unchanged, texts in both languages, nothing from elsewhere."""

from __future__ import annotations

import hashlib
import re
import string
import tomllib
from importlib.resources import files

import pytest

from models.messages import catalogue

WEB = files("api.web")
VENDORED = tomllib.loads((WEB / "static" / "vendor" / "VENDOR.toml").read_text(encoding="utf-8"))["file"]
TEMPLATES = sorted(
    (entry.name, entry.read_text(encoding="utf-8"))
    for folder in (WEB / "templates", WEB / "templates" / "parts")
    for entry in folder.iterdir()
    if entry.name.endswith(".html")
)


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["name"])
def test_vendored_files_are_those_of_their_packages(entry):
    folder = WEB / "static" / "vendor"
    assert hashlib.sha384((folder / entry["name"]).read_bytes()).hexdigest() == entry["sha384"]
    assert len((folder / entry["licence_file"]).read_text(encoding="utf-8")) > 500


def test_every_vendored_script_is_listed():
    there = {entry.name for entry in (WEB / "static" / "vendor").iterdir() if entry.name.endswith((".js", ".css"))}
    assert there == {entry["name"] for entry in VENDORED}


def test_both_languages_say_the_same_things_with_the_same_parameters():
    chinese, english = catalogue()["console"], catalogue("en")["console"]
    assert chinese.keys() == english.keys()

    def parameters(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert {key for key in chinese if parameters(chinese[key]) != parameters(english[key])} == set()


@pytest.mark.parametrize(("name", "source"), TEMPLATES, ids=[name for name, _ in TEMPLATES])
def test_templates_hold_no_inline_script_style_or_foreign_address(name, source):
    assert not re.search(r"\son[a-z]+\s*=", source), "an inline handler"
    assert not re.search(r"\sstyle\s*=|<style", source), "an inline style"
    assert not re.search(r"<script(?![^>]*(\ssrc=|type=\"application/json\"))", source), "an inline script"
    assert not re.search(r"(src|href|action)=\"(https?:)?//", source), "an address elsewhere"


@pytest.mark.parametrize(("name", "source"), TEMPLATES, ids=[name for name, _ in TEMPLATES])
def test_templates_say_nothing_that_is_not_in_the_catalogue(name, source):
    bare = re.sub(r"\{[{%#].*?[}%#]\}", "", source, flags=re.DOTALL)
    assert not re.findall(r"[\u4e00-\u9fff]+", bare)


def test_every_text_that_templates_ask_for_is_there():
    known = catalogue()["console"]
    asked = {
        key for _, source in TEMPLATES for key in re.findall(r"\bt(?:emplate)?\(['\"]([a-z0-9_]+)['\"]\s*[,)]", source)
    }
    assert asked - known.keys() == set()
