"""Whatever a file told of its subject, no byte stream of its masked copy tells it any more."""

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Line, Page
from models.errors import InputRefused
from models.geometry import Box
from tests.intake.here import use_here
from tests.masking.masking_observations import observation
from tests.synthesis.traps import SCRIPTS, STRINGS, TRAPS, subject
from verifier.intake.opening import open_document
from verifier.masking.apply import make_masked_copy
from verifier.masking.names import find_traces
from verifier.masking.subject import Subject
from verifier.masking.variants import DOUBTFUL

KINDS = sorted(kind for kind in STRINGS if not kind.startswith("word_"))
LEAST = 4
"""Bytes; fewer stand among a megabyte of pixels by chance."""
WHERE_IT_STANDS = Box(0.15, 0.1, 0.6, 0.5)
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")


class Reader:
    """An engine that reads one harmless line."""

    name = "reader"
    version = "1"

    def read(self, image):
        return [Line("正文", Box(0.1, 0.1, 0.5, 0.12), 0.9)]


def streams(data: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file, and those of everything in it that is packed: PDF streams, PNG chunks."""
    yield data
    if data.startswith(b"\x89PNG"):
        at = 8
        while at < len(data):
            length = int.from_bytes(data[at : at + 4])
            body = data[at + 8 : at + 8 + length]
            yield zlib.decompress(body) if data[at + 4 : at + 8] == b"IDAT" else body
            at += 12 + length
        return
    with pikepdf.open(io.BytesIO(data)) as document:
        yield str(document.trailer).encode()
        for item in document.objects:
            yield repr(item).encode()
            if isinstance(item, pikepdf.Stream):
                yield item.read_raw_bytes()
                yield item.read_bytes()


def told(data: bytes, who: Subject, written: str) -> list[str]:
    """Return what of a person stands in some bytes, in any encoding."""
    forms = {who.name, written, *written.split(), who.name.encode().hex(), who.name.encode("utf-16-be").hex()}
    needles = {(form, form.encode(code, "ignore")) for form in forms for code in ENCODINGS}
    found = [form for form, needle in needles if len(needle) >= LEAST and needle in data]
    # Text, not pixels: in a megabyte of these stands every short word.
    printable = data if len(data) < 4096 else b""
    for code in ENCODINGS:
        found += [t.variant for t in find_traces(printable.decode(code, "replace"), who) if t.variant not in DOUBTFUL]
    return found


@given(st.sampled_from(KINDS), st.integers(0, 40), st.sampled_from(SCRIPTS), st.sampled_from((".pdf", ".png")))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_no_trace_of_the_name_survives_in_any_byte_stream(kind, seed, script, suffix):
    person = subject(seed, script)
    name, data = TRAPS[kind](person, seed)
    who = Subject(person.name)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        use_here(patch)
        stored = Path(folder, "stored")
        stored.write_bytes(data)
        try:
            opened = open_document(stored, filename=name)
        except InputRefused:
            return
        out = Path(folder, f"copy{suffix if len(opened.images) == 1 else '.pdf'}")
        pages = [Page(n, image.shape[1], image.shape[0], 120.0) for n, image in enumerate(opened.images, 1)]
        seen = observation(*pages, surfaces=opened.surfaces)
        copy = make_masked_copy(opened, seen, who, out, Reader(), added=[(1, WHERE_IT_STANDS)])

        assert copy.released
        parts = list(streams(out.read_bytes()))
        assert len(parts) > 2 and [left for part in parts for left in told(part, who, person.written)] == []


def test_the_traps_are_seen_by_this_very_search():
    blind = []
    for kind in ("information_author", "xmp", "note_text", "png_text", "jpeg_comment", "bytes_after_end"):
        person = subject(1)
        name, data = TRAPS[kind](person, 1)
        parts = streams(data) if name.endswith((".pdf", ".png")) else [data]
        if not any(told(part, Subject(person.name), person.written) for part in parts):
            blind.append(kind)

    assert blind == []
