"""`verifier corpus`: folders in, recognised, kept, resumed, mended, and out again."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile

import pytest
from typer.testing import CliRunner

from models.errors import InvalidRequest, NotFound
from verifier.cli import app
from verifier.similarity import warming

ALPHABET = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


def letters(seed: int, count: int = 120) -> str:
    return "".join(random.Random(seed).choices(ALPHABET, k=count))


@pytest.fixture
def call(tmp_path):
    """Run a command on the corpus of this test; return its JSON."""

    def run(*arguments: object, code: int = 0):
        words = [str(word) for word in arguments]
        result = CliRunner().invoke(app, ["corpus", *words, "--corpus", str(tmp_path / "held"), "--json"])
        if isinstance(result.exception, Exception) and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    return run


def docx(text: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return data.getvalue()


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "papers"
    (place / "2020").mkdir(parents=True)
    (place / "一个题目_张三.txt").write_text(letters(1), encoding="utf-8")
    (place / "2020" / "gbk.md").write_bytes(letters(2).encode("gb18030"))
    (place / "2020" / "double.txt").write_text(letters(1), encoding="utf-8-sig")
    (place / "empty.txt").write_text("，。", encoding="utf-8")
    (place / "image.xyz").write_bytes(b"not taken")
    lines = [{"id": f"j{seed}", "text": letters(seed), "authors": ["李四", "王五"], "year": 2019} for seed in (3, 4)]
    (place / "more.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return place


def test_a_folder_is_taken_once_and_doubles_are_recognised(call, folder):
    first = call("add", folder)
    assert first["results"] == {"added": 4, "duplicate": 1, "empty": 1}
    assert first["documents"] == 4
    assert first["notes"] == [{"id": "一个题目_张三.txt", "outcome": "duplicate", "detail": "2020/double.txt"}]
    again = call("add", folder)
    assert again["results"] == {"same": 4, "duplicate": 1, "empty": 1}
    (folder / "2020" / "gbk.md").write_text(letters(5), encoding="utf-8")
    assert call("add", folder)["results"]["replaced"] == 1


def test_cards_come_from_names_lines_and_the_caller(call, folder):
    (folder / "2020" / "double.txt").unlink()
    call("add", folder, "--kind", "期刊")
    cards = {entry["id"]: entry for entry in call("list")}
    named = cards["一个题目_张三.txt"]
    assert (named["title"], named["authors"], named["kind"]) == ("一个题目", ["张三"], "期刊")
    assert (cards["j3"]["authors"], cards["j3"]["year"]) == (["李四", "王五"], 2019)


def test_export_and_add_are_a_round_trip(call, folder, tmp_path):
    call("add", folder)
    before = call("list")
    call("export", tmp_path / "out.jsonl")
    for entry in before:
        call("remove", entry["id"])
    assert call("list") == []
    call("add", tmp_path / "out.jsonl")
    assert call("list") == before
    assert call("show", "j3")["text"] == letters(3)


def test_merge_and_check_say_what_there_is(call, folder):
    call("add", folder)
    assert call("merge") == {"documents": 4}
    assert call("check") == {"documents": 4, "segments": 1, "mended": 0, "lost": []}


def test_check_mends_an_index_and_names_what_is_lost(call, folder, tmp_path):
    call("add", folder)
    call("merge")
    (index,) = (tmp_path / "held").glob("*.index")
    index.write_bytes(b"\0" * index.stat().st_size)
    assert call("check")["mended"] == 1
    (texts,) = (tmp_path / "held").glob("*.texts")
    data = bytearray(texts.read_bytes())
    data[0] ^= 1
    texts.write_bytes(data)
    assert [entry["id"] for entry in call("check", code=10)["lost"]] == ["2020/double.txt"]
    assert call("list")[0]["id"] != "2020/double.txt"


def test_a_bad_line_ends_the_command_and_keeps_what_came_before(call, tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps({"id": "a", "text": letters(1)}) + '\n{"id": 3}\n', encoding="utf-8")
    with pytest.raises(InvalidRequest) as error:
        call("add", bad)
    assert "2" in error.value.detail
    assert [entry["id"] for entry in call("list")] == ["a"]


def test_what_is_not_there_is_said(call, folder, tmp_path):
    with pytest.raises(InvalidRequest):
        call("list")
    call("add", folder)
    with pytest.raises(NotFound):
        call("show", "nothing")
    with pytest.raises(InvalidRequest):
        call("remove", "j3", "nothing")
    assert len(call("list")) == 4
    with pytest.raises(InvalidRequest):
        call("add", tmp_path / "nowhere")


@pytest.mark.slow
def test_word_documents_come_through_the_sandbox_and_broken_ones_are_named(call, tmp_path):
    place = tmp_path / "papers"
    place.mkdir()
    (place / "a.docx").write_bytes(docx(letters(1) + "\n" + letters(2)))
    (place / "b.docx").write_bytes(b"PK\x03\x04 broken")
    (place / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    answer = call("add", place)
    assert answer["results"] == {"added": 1, "refused": 2}
    assert call("show", "a.docx")["text"].split() == [letters(1), letters(2)]
    assert call("add", place)["results"] == {"same": 1, "refused": 2}


@pytest.mark.slow
def test_the_loops_are_compiled_beforehand_and_kept(tmp_path):
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    code = "from verifier.cli import app; app(['corpus', 'prepare'])"
    first = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert first.returncode == 0 and "比对程序已就绪" in first.stdout, first.stderr
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nbi")}
    assert len(kept) >= 15
    subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nbi")} == kept


def test_who_waits_for_compiling_is_told_so_and_nobody_else(monkeypatch):
    told = []
    monkeypatch.setattr(warming, "_SLOW_SECONDS", 0.05)
    with warming.told_when_slow(lambda: told.append("quick")):
        pass
    with warming.told_when_slow(lambda: told.append("slow")):
        time.sleep(0.2)
    assert told == ["slow"]
