"""A masked copy is fresh pixels in a fresh container, and whatever is doubtful about it is not released."""

import io
import tempfile
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from models.document import Document, Line, Page, Word
from models.errors import InvalidRequest
from models.geometry import Box, Homography
from models.observation import NameHit, Observation, PageQuality, SurfaceKind
from tests.intake.here import use_here
from tests.masking.masking_observations import observation
from verifier.intake.opened import Opened
from verifier.intake.opening import open_document
from verifier.masking.apply import make_masked_copy
from verifier.masking.container import masked_pdf, masked_png
from verifier.masking.covering import boxes_to_cover
from verifier.masking.proof import pixels_of, stored_pictures
from verifier.masking.structure import structure_problem
from verifier.masking.subject import Subject

WHO = Subject("欧阳若川")
SIZE = (1400, 1000)
NAME_BOX = Box(0.3, 0.2, 0.4, 0.22)


class Second:
    """An engine that reads what it is told, whatever it is shown."""

    name = "second"
    version = "1"

    def __init__(self, *texts):
        self._texts = texts

    def read(self, image):
        return [Line(text, Box(0.1, 0.1, 0.5, 0.12), 0.9) for text in self._texts]

    def read_strip(self, image):
        return "", ()


def paper(seed=1, colour=True):
    """A noisy page with dark marks where a name would stand."""
    rng = np.random.default_rng(seed)
    image = np.full((*SIZE, 3), 250, np.uint8)
    image -= rng.integers(0, 6, (*SIZE, 3 if colour else 1), np.uint8)
    image[285:305, 305:395] = 20
    return image


def named(text="姓名：欧阳若川", page=1):
    """A page that was read: a label and the name, a box for every character."""
    width = 0.025
    words = tuple(Word(c, Box(0.225 + i * width, 0.2, 0.225 + (i + 1) * width, 0.22)) for i, c in enumerate(text))
    return Page(page, SIZE[1], SIZE[0], 120.0, (Line(text, Box.around([w.box for w in words]), 0.99, words),))


def opened(*images):
    pages = tuple(Page(number, SIZE[1], SIZE[0], 120.0) for number in range(1, len(images) + 1))
    return Opened(Document("0" * 64, "原件.pdf", "application/pdf", pages), images)


def made(tmp_path, *, images=None, seen: Observation | None = None, second=None, out="copy.pdf", **options):
    images = images or (paper(),)
    seen = seen or observation(*(named(page=number) for number in range(1, len(images) + 1)))
    return make_masked_copy(opened(*images), seen, WHO, tmp_path / out, second or Second("正文"), **options)


@pytest.mark.parametrize("out", ["copy.pdf", "copy.png"])
def test_a_copy_is_released_with_every_step_told(tmp_path, out):
    copy = made(tmp_path, out=out)

    assert copy.released and copy.path == tmp_path / out and all(step.passed for step in copy.proof)
    assert [step.step for step in copy.proof] == ["readable", "structure", "strings", "pixels", "second_reading"]
    assert list(tmp_path.iterdir()) == [tmp_path / out]


def test_a_copy_of_several_pages_has_each_covered(tmp_path):
    copy = made(tmp_path, images=(paper(1), paper(2), paper(3, colour=False)))

    assert copy.released and [one.page for one in copy.boxes] == [1, 2, 3]


@pytest.mark.parametrize(
    ("options", "failing"),
    [
        ({"second": Second("姓名 欧阳若川")}, "second_reading"),
        ({"second": Second("姓名 欧阳若")}, "second_reading"),
        ({"out": "欧阳若川.pdf"}, "file_name"),
        ({"removed": [(1, Box(0.0, 0.0, 1.0, 1.0))], "second": Second("欧阳若川")}, "second_reading"),
        ({"seen": observation(named(), quality=(PageQuality(1, 3.0, False, ("blurred",)),))}, "readable"),
        ({"seen": Observation("0" * 64, (named("身份证"),), "id_card", 0.9, observation().engine)}, "readable"),
    ],
    ids=["still read", "read in part", "file name", "box removed", "blurred", "name not found"],
)
def test_any_doubt_keeps_the_copy_back(tmp_path, options, failing):
    copy = made(tmp_path, **options)

    assert not copy.released and copy.path is None and failing in [s.step for s in copy.proof if not s.passed]
    assert list(tmp_path.iterdir()) == []


def test_a_broken_second_engine_keeps_the_copy_back(tmp_path):
    class Broken(Second):
        def read(self, image):
            raise RuntimeError("tesseract ended with code 1")

    assert not made(tmp_path, second=Broken()).released


def test_a_page_without_the_name_is_released_as_it_is(tmp_path):
    copy = made(tmp_path, seen=observation(named("关于检定规程")), out="copy.png")

    assert copy.released and copy.boxes == ()
    assert np.array_equal(np.asarray(Image.open(copy.path)), paper())


@pytest.mark.parametrize("out", ["copy.docx", "copy"])
def test_other_targets_are_wrong_usage(tmp_path, out):
    with pytest.raises(InvalidRequest):
        made(tmp_path, out=out)


def test_a_png_holds_one_page(tmp_path):
    with pytest.raises(InvalidRequest):
        made(tmp_path, images=(paper(), paper()), out="copy.png")


def test_masking_twice_is_masking_once(tmp_path):
    first = made(tmp_path, out="first.png")
    covered = np.asarray(Image.open(first.path).convert("RGB"))
    again = made(tmp_path, images=(covered,), out="again.png")

    assert again.path.read_bytes() == first.path.read_bytes()


@given(st.binary(min_size=1, max_size=64), st.integers(0, 2**16))
@settings(deadline=None)
def test_any_change_of_the_structure_is_seen(extra, at):
    data = masked_pdf([paper()[:40, :60]])
    assert structure_problem(data, 1) is None
    longer = data + extra
    assert structure_problem(longer, 1) is not None or longer == data
    cut = data[: at % len(data)]
    assert structure_problem(cut, 1) is not None


def changed(change):
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(masked_pdf([paper()[:40, :60]]))) as document:
        change(document)
        document.save(stream, static_id=True, fix_metadata_version=False)
    return stream.getvalue().rstrip() + b"\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.docinfo.__setitem__("/Author", "x"),
        lambda d: d.Root.__setitem__("/Lang", "zh"),
        lambda d: d.pages[0].obj.__setitem__("/Annots", pikepdf.Array([])),
        lambda d: d.pages[0].obj.__setitem__("/Thumb", d.make_stream(b"")),
        lambda d: d.make_stream(b"x") and d.Root.__setitem__("/X", d.make_stream(b"x")),
        lambda d: d.pages[0].contents_add(b"BT ET"),
        lambda d: d.pages[0].Resources.XObject.I.__setitem__("/SMask", d.make_stream(b"")),
    ],
)
def test_whatever_could_carry_text_has_no_place(change):
    assert structure_problem(changed(change), 1) is not None


def test_a_png_with_a_text_chunk_is_no_masked_copy():
    data = masked_png(paper()[:40, :60])
    stream = io.BytesIO()
    Image.open(io.BytesIO(data)).save(stream, "PNG", dpi=(200, 200))

    assert structure_problem(data, 1) is None
    assert structure_problem(stream.getvalue(), 1) == "png_chunks"
    assert structure_problem(data + b"x", 1) == "png_chunks"


def hit(box=NAME_BOX, surface=SurfaceKind.PIXELS, variant="name"):
    return NameHit(surface, "x", variant, False, 1, box)


@pytest.mark.parametrize("length", [2, 3, 4])
def test_a_box_does_not_tell_how_long_the_name_is(length):
    pages = observation(Page(1, 1654, 2339))
    boxes = [boxes_to_cover(pages, [hit(Box(0.3, 0.2, 0.3 + n * 0.0165, 0.2164))])[0].box for n in (length, 2)]

    assert boxes[0].width == pytest.approx(boxes[1].width) and boxes[0].left == boxes[1].left


@given(st.floats(0.01, 0.9), st.floats(0.01, 0.9), st.floats(0.005, 0.3), st.floats(0.005, 0.05))
def test_a_box_covers_its_hit_with_a_margin_and_stays_on_the_page(left, top, width, height):
    box = Box.clamped(left, top, left + width, top + height)
    (cover,) = boxes_to_cover(observation(Page(1, 1654, 2339)), [hit(box)])

    assert box.covered_by(cover.box) == pytest.approx(1.0)
    assert cover.original == cover.box


@given(st.floats(0.05, 0.9), st.floats(0.05, 0.6), st.floats(0.01, 0.03), st.floats(0.05, 0.3))
def test_a_line_on_its_side_is_covered_along_its_length(left, top, width, height):
    box = Box.clamped(left, top, left + width, top + height)
    (cover,) = boxes_to_cover(observation(Page(1, 1654, 2339)), [hit(box)])

    assert box.covered_by(cover.box) == pytest.approx(1.0)
    if box.height > 1.5 * box.width * 1654 / 2339:
        assert cover.box.width <= 1.2 * box.width


def test_a_name_of_one_character_is_never_released(tmp_path):
    seen = observation(named("关于检定规程"))
    copy = make_masked_copy(opened(paper()), seen, Subject("王"), tmp_path / "copy.pdf", Second("正文"))

    assert not copy.released and list(tmp_path.iterdir()) == []


def boxed(text, left, top, right, bottom, confidence=0.99):
    width = (right - left) / len(text)
    words = tuple(Word(c, Box(left + i * width, top, left + (i + 1) * width, bottom)) for i, c in enumerate(text))
    return Line(text, Box(left, top, right, bottom), confidence, words)


class Misreading(Second):
    """Reads a look-alike of the name in a place that the first engine read as something else."""

    def read(self, image):
        return [boxed("欧阳若州", 0.5, 0.6, 0.6, 0.62)]


@pytest.mark.parametrize(
    ("first", "released"),
    [("检定规程", True), ("欧阳若川", False), (None, False)],
    ids=["other characters", "the name", "nothing"],
)
def test_a_doubtful_trace_is_a_misreading_only_where_the_first_engine_is_sure(tmp_path, first, released):
    lines = (*named().lines, *((boxed(first, 0.5, 0.6, 0.6, 0.62),) if first else ()))
    image = paper()
    removed = [(1, Box(0.45, 0.55, 1.0, 0.7))]
    seen = observation(Page(1, SIZE[1], SIZE[0], 120.0, lines))
    copy = make_masked_copy(opened(image), seen, WHO, tmp_path / "copy.pdf", Misreading(), removed=removed)

    assert copy.released is released


def test_boxes_are_painted_where_the_page_came_from():
    turned = Homography((0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 1.0))
    (cover,) = boxes_to_cover(observation(Page(1, 1654, 2339, original=turned)), [hit()])

    assert cover.original == turned.apply_box(cover.box)


def test_pixels_of_a_box_are_widened_to_whole_ones():
    assert pixels_of(Box(0.101, 0.1, 0.2009, 0.2), np.zeros((100, 100, 3), np.uint8)) == (10, 10, 21, 20)


@given(st.integers(20, 400), st.integers(20, 400))
@settings(max_examples=15, deadline=None)
def test_a_copy_of_any_size_holds_every_pixel_and_is_shown_as_large(width, height):
    noise = np.random.default_rng(width * height).integers(0, 256, (height, width, 3), np.uint8)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        use_here(patch)
        path = Path(folder, "copy.pdf")
        path.write_bytes(masked_pdf([noise]))
        (shown,) = open_document(path, filename="copy.pdf").images
        (held,) = stored_pictures(path.read_bytes())

    assert np.array_equal(held, noise) and shown.shape == noise.shape
