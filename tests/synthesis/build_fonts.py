"""Rebuild the font subsets in tests/synthesis/fonts/ from Debian packages and npm tarballs.

    apt-get download fonts-noto-cjk fonts-lxgw-wenkai fonts-wqy-microhei fonts-arphic-uming fonts-arphic-ukai
                                                             (unpacked with dpkg -x into SOURCES)
    npm pack @fontsource/ma-shan-zheng ...                   (tarballs left in SOURCES)
    python -m tests.synthesis.build_fonts SOURCES

All faces are under the SIL Open Font License 1.1, but for one under the Apache License 2.0 and two under the Arphic
Public License. A subset is a modified version, and
some of the licences reserve the font's name: the subsets are therefore renamed ("Fixture Song" ...); fonts/NOTICE.md
says what each one came from.
"""

from __future__ import annotations

import io
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from tests.synthesis import fonts

HERE = Path(__file__).parent
WRITERS = {*fonts.WRITERS, *fonts.WRITERS_DEV, *fonts.WRITERS_HELD}
FONTS = HERE / "fonts"

DEBIAN = {
    "song": ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    "songbold": ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    "hei": ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    "heibold": ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
    "kai": ("LXGWWenKai-Regular.ttf", "LXGW WenKai"),
    "microhei": ("wqy-microhei.ttc", "WenQuanYi Micro Hei"),
    "uming": ("uming.ttc", "AR PL UMing CN"),
    "ukai": ("ukai.ttc", "AR PL UKai CN"),
}
NPM = {
    "mashan": "ma-shan-zheng",
    "longcang": "long-cang",
    "zhimang": "zhi-mang-xing",
    "liujian": "liu-jian-mao-cao",
}
WRITTEN = ("people.py", "phrases.py", "names.py", "build_sample.py")
"""Where the texts stand that are written by hand: brush outlines are heavy, 3 MB a level of GB 2312."""

PLAIN = ("uming", "ukai")
"""Faces with heavy outlines that go without the row of symbols."""

STAND_IN = "kai"
"""The pen-like face that lends the writers' faces what they lack: brush faces end with GB 2312, names do not."""


def gb2312_level1(*, symbols: bool = True) -> set[str]:
    """Return the 3,755 most used characters of GB 2312-80 (rows 16 to 55), with its rows of symbols if wanted."""
    return gb2312_rows((*((1, 3) if symbols else ()), *range(16, 56)))


def gb2312_rows(rows: Iterable[int]) -> set[str]:
    """Return the characters of these rows of GB 2312-80."""
    found: set[str] = set()
    for row in rows:
        for cell in range(1, 95):
            try:
                found.add(bytes((row + 0xA0, cell + 0xA0)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def own_texts() -> set[str]:
    """Return every character that the generator's sources and the sample corpus hold."""
    sources = [path for path in HERE.rglob("*.py") if not path.name.startswith("test_")]
    return _characters([*sources, *(HERE.parents[1] / "samples").glob("*.jsonl")])


def written_texts() -> set[str]:
    """Return every character that somebody of the generator writes by hand."""
    return _characters([path for name in WRITTEN if (path := HERE / name).exists()])


def _characters(paths: Iterable[Path]) -> set[str]:
    ascii_ = {chr(code) for code in range(0x20, 0x7F)}
    return ascii_ | {
        character for path in paths for character in path.read_text(encoding="utf-8") if character.isprintable()
    }


def open_face(sources: Path, name: str) -> TTFont:
    """Return the whole font that a subset is made of."""
    if name in NPM:
        tarball = next(sources.glob(f"fontsource-{NPM[name]}-*.tgz"))
        with tarfile.open(tarball) as archive:
            member = f"package/files/{NPM[name]}-chinese-simplified-400-normal.woff"
            data = archive.extractfile(member)
            assert data is not None, member
            return TTFont(io.BytesIO(data.read()))
    filename, family = DEBIAN[name]
    path = next(sources.rglob(filename))
    if path.suffix == ".ttf":
        return TTFont(path)
    faces = TTCollection(path).fonts
    return next(face for face in faces if face["name"].getDebugName(1) == family)


def subset(font: TTFont, characters: set[str]) -> TTFont:
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = []
    options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG", "BASE", "GSUB", "GPOS", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    return font


def to_truetype(font: TTFont, family: str, *, lender: TTFont | None = None, lent: Iterable[str] = ()) -> bytes:
    """Return the font with quadratic outlines: the PDF writer embeds no CFF.

    `lender` is the font that the glyphs of the characters `lent` are taken from.
    """
    size = font["head"].unitsPerEm
    drawn = {name: _outline(font, name, size) for name in font.getGlyphOrder()}
    advances = {name: font["hmtx"].metrics[name][0] for name in drawn}
    cmap = dict(font.getBestCmap())
    for character in sorted(lent) if lender is not None else ():
        theirs, name = lender.getBestCmap()[ord(character)], f"lent{ord(character):04X}"
        drawn[name] = _outline(lender, theirs, size)
        advances[name] = round(lender["hmtx"].metrics[theirs][0] * size / lender["head"].unitsPerEm)
        cmap[ord(character)] = name
    builder = FontBuilder(size, isTTF=True)
    builder.setupGlyphOrder(list(drawn))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics(
        {name: (advances[name], glyph.xMin if glyph.numberOfContours else 0) for name, glyph in drawn.items()}
    )
    hhea = font["hhea"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupOS2(
        sTypoAscender=hhea.ascent, sTypoDescender=hhea.descent, usWinAscent=hhea.ascent, usWinDescent=-hhea.descent
    )
    builder.setupPost(keepGlyphNames=False)
    # A rebuilt subset must be the same bytes every time, or every rebuild is a change of 5 MB.
    builder.font["head"].created = builder.font["head"].modified = 3_800_000_000
    builder.font.recalcTimestamp = False
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def _outline(font: TTFont, name: str, size: int) -> Glyph:
    """Return a glyph with quadratic outlines at `size` units per em."""
    pen = TTGlyphPen(None)
    flat = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(flat)
    quadratic = Cu2QuPen(pen, size / 1000, reverse_direction="CFF " in font)
    scale = size / font["head"].unitsPerEm
    flat.replay(quadratic if scale == 1 else TransformPen(quadratic, (scale, 0, 0, scale, 0, 0)))
    return pen.glyph()


def wanted_of(name: str, own: set[str]) -> set[str]:
    """Return the characters that a face must draw, of which `own` are those of the generator's texts."""
    if name in WRITERS:
        return written_texts()
    return gb2312_level1(symbols=name not in PLAIN) | own


def main(sources: Path) -> None:
    FONTS.mkdir(exist_ok=True)
    own, total = own_texts(), 0
    lender = open_face(sources, STAND_IN)
    for name in (*DEBIAN, *NPM):
        wanted = wanted_of(name, own)
        font = subset(open_face(sources, name), wanted)
        missing = wanted - {chr(code) for code in font.getBestCmap()}
        lent = missing & {chr(code) for code in lender.getBestCmap()} if name in WRITERS else set()
        data = to_truetype(font, f"Fixture {name.capitalize()}", lender=lender, lent=lent)
        (FONTS / f"{name}.ttf").write_bytes(data)
        total += len(data)
        print(f"{name}: {len(data) / 1e6:.2f} MB, lent {_seen(lent)}, without {_seen(missing - lent)}")
    print(f"{total / 1e6:.2f} MB of 15")


def _seen(characters: Iterable[str]) -> str:
    return "".join(sorted(character for character in characters if ord(character) > 0x2E80)) or "none"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
