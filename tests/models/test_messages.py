"""The catalogue: every error has its text, every key used in the code exists, and errors travel between processes."""

from __future__ import annotations

import pickle
import re
import string
from pathlib import Path

import pytest

from models.errors import ERRORS, ExtensionMismatch, VerifierError
from models.messages import catalogue, error_text, text

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"\b(?:text|message|say)\(\s*\"([a-z_]+\.[a-z_0-9]+)\"")


def all_errors(kind: type[VerifierError] = VerifierError) -> set[type[VerifierError]]:
    return {kind}.union(*(all_errors(child) for child in kind.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(all_errors(), key=lambda kind: kind.code), ids=lambda kind: kind.code)
def test_every_error_has_a_title_and_says_what_to_do(kind: type[VerifierError]):
    entry = catalogue()["errors"][kind.code]
    assert entry["title"]
    assert entry["detail"]
    assert 400 <= kind.http_status < 600
    assert kind.exit_code in (1, 2, 3)


def test_the_list_of_errors_is_complete_and_codes_are_unique():
    ours = {kind for kind in all_errors() if kind.__module__ == "models.errors"}
    assert set(ERRORS.values()) == ours
    assert len(ERRORS) == len(ours)


def test_every_key_in_the_code_stands_in_the_catalogue():
    known = {f"{section}.{name}" for section, entries in catalogue().items() for name in entries}
    used = {
        (key, path.name)
        for package in ("models", "verifier", "workers", "api")
        for path in (ROOT / package).rglob("*.py")
        for key in KEY.findall(path.read_text(encoding="utf-8"))
    }
    assert used, "the pattern finds no key at all"
    assert {entry for entry in used if entry[0] not in known} == set()


def test_texts_are_valid_templates():
    for section, entries in catalogue().items():
        for name, entry in entries.items():
            for template in entry.values() if isinstance(entry, dict) else (entry,):
                assert list(string.Formatter().parse(template)), f"{section}.{name}"


def test_an_unknown_key_or_parameter_is_our_fault():
    with pytest.raises(KeyError):
        text("cli.no_such_text")
    with pytest.raises(KeyError):
        error_text("extension_mismatch")


def test_errors_cross_process_borders():
    error = pickle.loads(pickle.dumps(ExtensionMismatch(extension=".pdf", content="网页")))
    assert isinstance(error, ExtensionMismatch)
    assert "网页" in error.detail
