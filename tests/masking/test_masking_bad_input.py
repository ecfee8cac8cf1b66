"""What a masking check and a masked copy answer where file or name are bad: exactly that, and never clean."""

import json

import numpy as np
import pikepdf
import pytest
from typer.testing import CliRunner

from models.document import Line
from models.errors import InputRefused, InvalidRequest
from models.geometry import Box
from tests.intake.files import encoded, pattern, pdf
from verifier.cli import app
from verifier.commands import masking
from verifier.masking import proof
from verifier.masking.folding import DOTS
from verifier.masking.spelling import find_spellings
from verifier.masking.subject import Subject, subject_from
from verifier.masking.variants import DOUBTFUL, SURE
from verifier.reading.canned import CannedEngine

PLACE = Box(0.1, 0.1, 0.6, 0.12)


@pytest.fixture
def run(monkeypatch):
    def command(what, *arguments, read="正文"):
        engine = CannedEngine((Line(read, PLACE, 0.99),) if read else ())
        monkeypatch.setattr(masking, "load_engine", lambda: engine)
        monkeypatch.setattr(proof, "proof_engine", lambda first: CannedEngine((Line("正文", PLACE, 0.99),)))
        return CliRunner().invoke(app, ["masking", what, *map(str, arguments)])

    return command


def written(folder, name, data):
    (folder / name).write_bytes(data)
    return folder / name


def picture(folder):
    """A sharp page with strokes where the engine reads its line."""
    image = np.full((1754, 1240, 3), 255, np.uint8)
    image[180:206, 130:740:6] = 0
    return written(folder, "页.png", encoded(image, "PNG"))


REFUSED = {
    "encrypted.pdf": lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
    "cut.png": lambda: encoded(pattern(600, 400), "PNG")[:900],
    "cut.jpg": lambda: encoded(pattern(600, 400), "JPEG")[:400],
    "nothing.pdf": lambda: b"%PDF-1.7 nothing",
    "empty.jpg": lambda: b"",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_open_goes_to_a_person_and_gives_no_copy(run, tmp_path, name):
    file, out = written(tmp_path, name, REFUSED[name]()), tmp_path / "copy.pdf"

    looked = run("check", file, "--name", "欧阳若川", "--json")
    (document,) = json.loads(looked.stdout)["documents"]
    made = run("apply", file, out, "--name", "欧阳若川")

    assert looked.exit_code == 11 and document["answer"] == "cannot_tell" and "未能打开" in document["reasons"][0]
    assert isinstance(made.exception, InputRefused) and made.exception.exit_code == 3 and not out.exists()


def test_the_name_of_a_file_that_does_not_open_tells_already(run, tmp_path):
    looked = run("check", written(tmp_path, "欧阳若川.pdf", b"%PDF-1.7 nothing"), "--name", "欧阳若川", "--json")
    (document,) = json.loads(looked.stdout)["documents"]

    assert looked.exit_code == 10 and document["answer"] == "leaks" and len(document["reasons"]) == 2


@pytest.mark.parametrize(("read", "answer"), [("正文", "cannot_tell"), ("姓名：王", "leaks")])
def test_a_name_of_one_character_is_never_clean_and_never_copied(run, tmp_path, read, answer):
    file, out = picture(tmp_path), tmp_path / "copy.pdf"

    (document,) = json.loads(run("check", file, "--name", "王", "--json", read=read).stdout)["documents"]
    made = run("apply", file, out, "--name", "王", read=read)

    assert document["answer"] == answer
    assert made.exit_code == 11 and "一个字" in made.stdout and not out.exists()


@pytest.mark.parametrize("name", ["", " ", "　", "\n"])
def test_an_empty_name_is_wrong_usage(run, tmp_path, name):
    file, out = picture(tmp_path), tmp_path / "copy.pdf"

    for result in (run("check", file, "--name", name), run("apply", file, out, "--name", name)):
        assert isinstance(result.exception, InvalidRequest) and result.exception.exit_code == 2
    assert not out.exists()


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        ("姓名：高兴", "leaks"),
        ("高兴同志", "leaks"),
        ("非常高兴地通知各位", "cannot_tell"),
        ("检定规程", "clean"),
    ],
)
def test_a_common_word_is_a_name_where_it_stands_alone(run, tmp_path, read, answer):
    looked = run("check", picture(tmp_path), "--name", "高兴", "--json", read=read)

    assert json.loads(looked.stdout)["documents"][0]["answer"] == answer


def test_a_common_word_is_covered_in_a_copy_wherever_it_stands(run, tmp_path):
    made = run("apply", picture(tmp_path), tmp_path / "copy.png", "--name", "高兴", "--json", read="非常高兴地通知各位")

    assert made.exit_code == 0 and len(json.loads(made.stdout)["boxes"]) == 1


@pytest.mark.parametrize("printed", [*DOTS, "", " "])
@pytest.mark.parametrize("given", DOTS)
def test_any_dot_of_a_transcribed_name_is_any_other(given, printed):
    subject = subject_from(f"买买提{given}艾力", ())

    (trace,) = find_spellings(f"姓名：买买提{printed}艾力，男", subject)
    assert trace.variant in SURE


@pytest.mark.parametrize("text", ["教师买买提。", "由 艾力 主持"])
def test_a_part_of_a_transcribed_name_is_doubtful(text):
    assert [trace.variant for trace in find_spellings(text, Subject("买买提·艾力"))] == ["partial"]
    assert "partial" in DOUBTFUL


@pytest.mark.parametrize("name", ["欧阳若川", "司马相如", "买买提·艾力", "阿卜杜拉·买合木提"])
def test_names_of_four_characters_and_more_are_found_spread_and_broken(name):
    for text in (name, " ".join(name), "\n".join(name), name.replace("·", "")):
        assert any(trace.variant in SURE for trace in find_spellings(f"作者：{text}。", Subject(name)))
