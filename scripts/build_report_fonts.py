"""Rebuild the fonts that reports and notices embed: `python scripts/build_report_fonts.py SOURCES`.

SOURCES holds the unpacked Debian package fonts-noto-cjk (`apt-get download fonts-noto-cjk`, `dpkg -x`). Subsets of
Noto Serif CJK SC and Noto Sans CJK SC (SIL Open Font License 1.1), renamed because the licence reserves the name.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.synthesis.build_fonts import gb2312_level1, gb2312_rows, open_face, own_texts, subset, to_truetype

TARGET = Path(__file__).resolve().parents[1] / "verifier" / "typesetting" / "fonts"
FACES = {"song": "Verifier Song", "hei": "Verifier Hei"}


def gb2312() -> set[str]:
    """Return all 6,763 characters of GB 2312-80 and its symbols, the letters and digits of ASCII."""
    return gb2312_level1() | gb2312_rows(range(56, 88)) | {chr(code) for code in range(0x20, 0x7F)}


def main(sources: Path) -> None:
    """Write one file a face."""
    TARGET.mkdir(exist_ok=True)
    wanted = gb2312() | own_texts()
    for name, family in FACES.items():
        data = to_truetype(subset(open_face(sources, name), wanted), family)
        (TARGET / f"{name}.ttf").write_bytes(data)
        sys.stdout.write(f"{name}: {len(data) / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
