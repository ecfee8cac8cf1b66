"""Children that misbehave: whatever one does, the parent answers with a type and in time, and nothing is left over."""

import json
import os
import time
from pathlib import Path

import pytest

from models.errors import (
    BrokenFile,
    DecoderTimeout,
    EncryptedFile,
    StorageFull,
    TruncatedFile,
)
from tests.intake.files import encoded, pattern
from verifier.intake import child, conversation, sandbox
from verifier.intake.answers import ExitCode
from verifier.intake.opening import open_document

ONE_PAGE = """
import json, os, sys
spool = int(sys.argv[-1])
def say(value):
    sys.stdout.write(json.dumps(value) + "\\n"); sys.stdout.flush()
def begin(**changes):
    say({"pages": 1, "metadata": [], **changes})
def page(pixels=12, **changes):
    os.write(spool, bytes(pixels))
    say({"width": 2, "height": 2, "dpi": None, "texts": [], **changes})
def end(pixels=0, **changes):
    os.write(spool, bytes(pixels))
    say({"texts": [], "pictures": [], "unread": [], **changes})
"""


@pytest.fixture
def open_with(tmp_path, monkeypatch):
    """Open a sound picture with a program of our own in the decoder's place."""
    path = tmp_path / "stored"
    path.write_bytes(encoded(pattern(), "PNG"))
    real = sandbox.command

    def opened(program):
        monkeypatch.setattr(
            sandbox,
            "command",
            lambda level, *arguments: real(sandbox.Isolation.LIMITS, *arguments, start=ONE_PAGE + program),
        )
        return open_document(path, filename="材料.png")

    return opened


def test_a_sound_answer_of_a_stand_in_is_taken(open_with):
    assert open_with("begin(); page(); end()").images[0].shape == (2, 2, 3)


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("os.kill(os.getpid(), 9)", DecoderTimeout),
        ("os.kill(os.getpid(), 6)", DecoderTimeout),
        ("os.kill(os.getpid(), 11)", BrokenFile),
        ("begin(); page(); end(); os.kill(os.getpid(), 11)", BrokenFile),
        ("begin(); page()", BrokenFile),
        ("begin(); os._exit(0)", BrokenFile),
        ("os._exit(0)", BrokenFile),
        ("os._exit(1)", BrokenFile),
        ("os._exit(200)", BrokenFile),
        ("os._exit(137)", DecoderTimeout),
        (f"os._exit({ExitCode.ENCRYPTED.value})", EncryptedFile),
        (f"begin(); os._exit({ExitCode.TRUNCATED.value})", TruncatedFile),
        (f"os._exit({ExitCode.NO_SPACE.value})", StorageFull),
    ],
)
def test_a_death_has_a_type(open_with, program, kind):
    with pytest.raises(kind):
        open_with(program)


@pytest.mark.parametrize(
    "program",
    [
        "sys.stdout.write('nonsense' + chr(10))",
        "begin(pages=0)",
        "begin(pages=10**9)",
        "begin(pages='1')",
        "begin(extra=1)",
        "begin(metadata=[['metadata', 'x' * 10_001]])",
        "begin(metadata=[['a surface of its own', 'x']])",
        "begin(); page(width=-2)",
        "begin(); page(width=10**12)",
        "begin(); page(width=50_000, height=50_000)",
        "begin(); page(dpi=0)",
        "begin(); page(dpi=float('nan'))",
        "begin(); page(texts=[['x', 0, 0, 1e99, 1, '']])",
        "begin(); page(texts=[['x' * 3000, 0, 0, 1, 1, '']])",
        "begin(); page(texts=[['x', 0, 0, 1, 1, 'A' * 100000]])",
        "begin(); page(tables=[[[0, 0, 1, 0, 0, 0, 1, 1]]])",
        "begin(); page(tables=[[[0, 0, 1, 1, 0, 0, 1, 1]] * 6000])",
        "begin(); page(11); end()",
        "begin(); page(13); end()",
        "begin(); page(); end(unread=['a surface of its own'])",
        "begin(); page(); end(texts=[['metadata', 'x' * 10_001]])",
        "begin(); page(); end(11, pictures=[['frame', 2, 2, None]])",
        "begin(); page(); end(pictures=[['frame', 10**6, 10**6, None]])",
        "begin(); page(); end(300, pictures=[['frame', 2, 2, None]] * 25)",
        "begin(pages=2); page()",
        'sys.stdout.buffer.write(b\'{"pages": 1, "metadata": [["metadata", "\\xff"]]}\\n\')',
    ],
)
def test_what_a_child_says_is_not_believed(open_with, program):
    with pytest.raises(BrokenFile):
        open_with(program)


def test_texts_of_a_child_are_cleaned_and_boxes_cut_at_the_page(open_with):
    opened = open_with(
        "begin(metadata=[['metadata', 'a' + chr(0) + chr(27) + '[31mb'], ['exif', chr(7)]]);"
        "page(texts=[['edge', -0.5, 0.1, 0.5, 1.5, ''], ['beside', 2, 2, 3, 3, '']]); end()"
    )

    assert [surface.text for surface in opened.surfaces] == ["a[31mb", "edge", "beside"]
    assert list(opened.surfaces[1].box) == [0.0, 0.1, 0.5, 1.0]
    assert opened.surfaces[2].box is None


def test_pictures_behind_the_pages_follow_their_pixels(open_with):
    opened = open_with(
        "begin(); page(); os.write(spool, bytes(range(12)));"
        "end(pictures=[['thumbnail', 2, 2, [1, 0.5, 0.5, 2, 1]]], unread=['attachment'])"
    )

    (picture,) = opened.pictures
    assert (picture.kind, picture.page, list(picture.box)) == ("thumbnail", 1, [0.5, 0.5, 1.0, 1.0])
    assert picture.image.reshape(-1).tolist() == list(range(12))
    assert opened.unsearched == ("attachment",) and not opened.images[0].any()


@pytest.mark.parametrize("places", ["", "!!!!", "AAAA", "A" * 28])
def test_a_line_whose_places_do_not_fit_its_text_is_text_and_nothing_more(open_with, places):
    opened = open_with(f"begin(); page(texts=[['ab', 0, 0, 1, 1, {places!r}]]); end()")

    assert [surface.text for surface in opened.surfaces] == ["ab"]
    assert opened.layers == ((),)


def test_cells_beside_the_page_are_left_out(open_with):
    opened = open_with("begin(); page(tables=[[[0, 0, 1, 1, 2, 2, 3, 3]], [[0, 0, 1, 1, 0.1, 0.1, 0.2, 0.2]]]); end()")

    (table,) = opened.tables
    assert [list(cell.box) for cell in table.cells] == [[0.1, 0.1, 0.2, 0.2]]


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(child, "OPENING_SECONDS", 0.7)
    monkeypatch.setattr(child, "PAGE_SECONDS", 0.5)
    monkeypatch.setattr(conversation, "_LEAVING_SECONDS", 0.5)


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "while True: pass",
        "begin(); import time; time.sleep(60)",
        "begin(); page(); import time; time.sleep(60)",
        "begin(); page(); end(); import time; time.sleep(60)",
        "begin()\nwhile True: sys.stdout.write(' '); sys.stdout.flush(); __import__('time').sleep(0.01)",
    ],
    ids=["asleep", "busy", "asleep before its page", "asleep after its page", "asleep at its end", "dripping"],
)
def test_a_hanging_child_is_ended_in_time(open_with, impatient, program):
    started = time.monotonic()

    with pytest.raises(DecoderTimeout):
        open_with(program)

    assert time.monotonic() - started < 5


def test_a_child_that_never_ends_its_line_is_ended(open_with, monkeypatch):
    monkeypatch.setattr(conversation, "MAX_ANSWER_LINE_BYTES", 100_000)

    with pytest.raises(DecoderTimeout):
        open_with("while True: sys.stdout.write('x' * 10_000)")


def test_what_a_child_started_goes_with_it(open_with, tmp_path, monkeypatch):
    note = tmp_path / "pid"
    monkeypatch.setattr(child, "OPENING_SECONDS", 2.0)

    with pytest.raises(DecoderTimeout):
        open_with(
            "import time, subprocess\n"
            "grandchild = subprocess.Popen(['sleep', '50'])\n"
            f"open({str(note)!r}, 'w').write(str(grandchild.pid))\n"
            "time.sleep(50)"
        )

    grandchild = int(note.read_text())
    for _ in range(50):
        try:
            state = Path(f"/proc/{grandchild}/stat").read_text().split(")")[1].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    os.kill(grandchild, 9)
    pytest.fail("a grandchild lives on")


def test_memory_is_limited(open_with):
    with pytest.raises(DecoderTimeout):
        open_with(
            "from verifier.intake.confine import confine\n"
            "confine(namespaces=False)\n"
            "try:\n    bytearray(3 * 1024**3)\n"
            "except MemoryError:\n    os._exit(70)\n"
        )


def test_a_child_sees_nothing_of_our_environment(open_with, monkeypatch):
    monkeypatch.setenv("VERIFIER_SECRET", "s3cret")

    opened = open_with("begin(metadata=[['metadata', json.dumps(dict(os.environ))]]); page(); end()")

    seen = json.loads(opened.surfaces[0].text)
    assert "VERIFIER_SECRET" not in seen
    assert set(seen) <= set(sandbox.ENVIRONMENT) | {"LC_CTYPE"}


def test_a_child_holds_no_other_file_of_ours(open_with, tmp_path):
    with (tmp_path / "another").open("wb") as another:
        os.set_inheritable(another.fileno(), True)
        opened = open_with(
            "begin(metadata=[['metadata', json.dumps(sorted(map(int, os.listdir('/proc/self/fd'))))]]); page(); end()"
        )

    descriptors = json.loads(opened.surfaces[0].text)
    assert len(descriptors) == 5  # three standard ones, the spool, and the listing itself
