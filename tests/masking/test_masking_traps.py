"""No trap is called clean, and no clean file is called leaking or doubtful."""

import pytest

from models.errors import InputRefused
from tests.synthesis.traps import CONTROLS, PICTURES, SCRIPTS, STRINGS, TRAPS, subject
from verifier.intake.opening import open_document
from verifier.masking.answer import judge_masking
from verifier.masking.subject import Subject
from verifier.observing import observe
from verifier.reading.engines import create_engine

WORD = frozenset(kind for kind in TRAPS if kind.startswith("word_"))


class Blind:
    """An engine that reads nothing: what a trap's strings tell must be found without it."""

    name = "blind"
    version = "1"

    def read(self, image):
        return []

    def read_strip(self, image):
        return "", ()


@pytest.fixture(scope="module")
def engine():
    return create_engine()


def judged(path, make, told, seed, engine):
    """Return the answer, None where the file is refused: such a file is called clean by nobody."""
    name, data = make(told, seed)
    path.write_bytes(data)
    try:
        observation = observe(open_document(path, filename=name), engine)
    except InputRefused:
        return None
    return judge_masking(name, observation, Subject(told.name))


def test_there_are_traps_of_many_kinds_in_both_scripts():
    told = [subject(0, script) for script in SCRIPTS]

    assert len(TRAPS) >= 60 and len(CONTROLS) >= 8 and set(TRAPS) == STRINGS | PICTURES
    assert [one.script for one in told] == list(SCRIPTS)


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS)
def test_what_strings_tell_is_found_without_reading_a_picture(tmp_path, script):
    seed = SCRIPTS.index(script)
    missed = []
    for kind in sorted(STRINGS - WORD):
        answer = judged(tmp_path / "stored", TRAPS[kind], subject(seed, script), seed, Blind())
        if answer is not None and answer.answer != "leaks":
            missed.append(kind)

    assert missed == []


@pytest.mark.slow
def test_what_pictures_tell_is_flagged(tmp_path, engine):
    missed = []
    for seed, kind in enumerate(sorted(PICTURES | WORD)):
        told = subject(seed, SCRIPTS[seed % 2])
        answer = judged(tmp_path / "stored", TRAPS[kind], told, seed, engine)
        if answer is not None and answer.answer == "clean":
            missed.append((kind, told.written))

    assert missed == []


@pytest.mark.slow
def test_clean_files_are_clean(tmp_path, engine):
    refused = {}
    for seed, kind in enumerate(sorted(CONTROLS)):
        answer = judged(tmp_path / "stored", CONTROLS[kind], subject(seed), seed, engine)
        if answer is None or answer.answer != "clean":
            refused[kind] = answer and answer.reasons

    assert refused == {}
