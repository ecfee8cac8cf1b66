import pytest

from models.errors import EngineUnavailable
from verifier.reading import tesseract
from verifier.reading.engines import create_engine
from verifier.reading.tesseract import TesseractEngine

PROGRAM = """#!/bin/sh
case "$1" in
--list-langs) echo {languages} ;;
--version) echo tesseract 0.0 ;;
*) cat >/dev/null; {answer} ;;
esac
"""

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
ROWS = (
    "4\t1\t1\t1\t1\t0\t10\t10\t80\t10\t-1\t",
    "5\t1\t1\t1\t1\t1\t10\t10\t20\t10\t96.5\t评审",
    "5\t1\t1\t1\t1\t2\t30\t10\t20\t10\t90\tISO",
    '5\t1\t1\t1\t1\t3\t50\t10\t20\t10\t80\t"9001',
    "5\t1\t2\t1\t1\t1\t10\t40\t20\t10\t70\t合格",
)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put a program of the name in the way that answers as told."""

    def make(answer="true", languages="chi_sim eng"):
        program = tmp_path / "tesseract"
        program.write_text(PROGRAM.format(answer=answer, languages=languages))
        program.chmod(0o755)
        monkeypatch.setattr(tesseract.shutil, "which", lambda _: str(program))
        return TesseractEngine()

    return make


def picture():
    import numpy as np

    return np.full((100, 100, 3), 255, dtype=np.uint8)


def test_what_is_missing_is_named_with_the_packages(monkeypatch):
    monkeypatch.setattr(tesseract.shutil, "which", lambda _: None)

    with pytest.raises(EngineUnavailable, match="tesseract-ocr-chi-sim"):
        create_engine("tesseract")


def test_without_its_chinese_it_is_not_there(stand_in):
    with pytest.raises(EngineUnavailable, match="tesseract-ocr-chi-sim"):
        stand_in(languages="eng")


def test_words_become_lines_with_boxes_and_spaces_only_between_latin_ones(stand_in, tmp_path):
    (tmp_path / "answer.tsv").write_text("\n".join((HEADER, *ROWS)) + "\n")

    first, second = stand_in(f"cat {tmp_path}/answer.tsv").read(picture())

    assert first.text == '评审ISO "9001'
    assert [word.text for word in first.words] == ["评审", "ISO", '"9001']
    assert first.words[0].confidence == 0.965
    assert (first.box.left, first.box.top, first.box.right, first.box.bottom) == pytest.approx((0.1, 0.1, 0.7, 0.2))
    assert second.text == "合格"


def test_cells_of_a_row_are_lines_of_their_own(stand_in, tmp_path):
    far = "5\t1\t1\t1\t1\t2\t60\t10\t20\t10\t90\t合格"
    (tmp_path / "answer.tsv").write_text("\n".join((HEADER, ROWS[1], far)) + "\n")

    assert [line.text for line in stand_in(f"cat {tmp_path}/answer.tsv").read(picture())] == ["评审", "合格"]


def test_a_failure_says_nothing_of_the_document(stand_in):
    with pytest.raises(RuntimeError) as caught:
        stand_in("echo 张文喜 >&2; exit 3").read(picture())

    assert "张文喜" not in str(caught.value)
    assert "code 3" in str(caught.value)


def test_its_output_cannot_fill_the_disk(stand_in, tmp_path):
    with pytest.raises(RuntimeError):
        stand_in(f"set -e; echo much > {tmp_path}/written").read(picture())


def test_it_may_not_run_for_ever(stand_in, monkeypatch):
    engine = stand_in("sleep 5")
    monkeypatch.setattr(tesseract, "_PATIENCE", 1)

    with pytest.raises(tesseract.subprocess.TimeoutExpired):
        engine.read(picture())
