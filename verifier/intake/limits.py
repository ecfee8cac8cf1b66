"""Every limit on what comes from outside, in one place, with its reason.

Both sides of the border know these figures: the child to fail early, the parent because it distrusts the child.
"""

from __future__ import annotations

from typing import Final

MIB: Final = 1024 * 1024

MAX_FILE_BYTES: Final = 200 * MIB
"""One document. A 100-page colour scan at 300 dpi is about 60 MiB."""

MAX_FILENAME_CHARACTERS: Final = 150

HEAD_BYTES: Final = 64 * 1024
"""How much of a file's start tells its type; less is accepted and tells less."""

MAX_PDF_PAGES: Final = 2_000
MAX_TIFF_FRAMES: Final = 200

PDF_DPI: Final = 200.0
"""Pages are rendered once at this resolution: 150, 200 and 300 dpi differ by a few characters a page."""

MAX_PAGE_POINTS: Final = 14_400.0
"""The largest side of a PDF page (ISO 32000-1, Annex C): beyond it nothing was printed or scanned."""

MAX_RENDERED_PIXELS: Final = 8_400_000
"""A3 at 200 dpi and a margin. Larger pages (posters, scans that claim 72 dpi) are rendered smaller, not refused."""

MAX_PICTURE_PIXELS: Final = 150_000_000
"""Declared pixels of a picture, read before anything is decoded; RGB it is 450 MB, within `CHILD_MEMORY_BYTES`."""

REDUCED_DECODING_PIXELS: Final = 50_000_000
"""From here on JPEG is decoded at a half, a quarter or an eighth of its size."""

PICTURE_LONG_SIDE_PX: Final = 2_400
"""Pictures are reduced to this long side: A4 at 200 dpi is 2,339 px, so a photographed page has the scale of a scan,
and nothing behind the intake meets a size that it was not measured on."""

MAX_DOCUMENT_PIXELS: Final = 2_000_000_000
"""All pages of a document together, 6 GB of spool: 500 A4 pages at 200 dpi. Longer ones are rendered smaller."""

MAX_TEXT_CHARACTERS_PER_PAGE: Final = 200_000
MAX_TEXT_CHARACTERS: Final = 5_000_000
MAX_LINE_CHARACTERS: Final = 2_000
"""Text beside the pixels, after which the rest is dropped: regular expressions stay linear in it."""

MAX_TABLE_CELLS_PER_PAGE: Final = 5_000
TABLE_SECONDS_PER_PAGE: Final = 2.0
TABLE_SECONDS_PER_DOCUMENT: Final = 15.0
"""Time for reading tables from vector lines; pages after that, or after a slow one, go without: their ruling is
still seen in the pixels."""

MAX_METADATA_ENTRIES: Final = 500
MAX_METADATA_CHARACTERS: Final = 10_000
"""A metadata entry, after which it is cut."""

MAX_HIDDEN_TEXTS: Final = 4_000
MAX_HIDDEN_CHARACTERS: Final = 400_000
"""Texts of a file that no page shows; a name behind so many would be noise to every reader but a program: where a bound
is reached, the kind of surface is told as not searched, and a person decides."""

MAX_HIDDEN_PICTURES: Final = 24
MAX_LAID_PICTURES: Final = 40
MAX_HIDDEN_PIXELS: Final = 40_000_000
HIDDEN_PICTURE_LONG_SIDE_PX: Final = 1_700
"""Pictures of a file that no page shows (thumbnails, covered pictures, earlier revisions): read like pages, each at
most as large as an A4 page at 150 dpi."""

MAX_REVISIONS: Final = 5
REVISION_SECONDS: Final = 10.0
"""Earlier revisions of a PDF that are opened, and wall time for all of them."""

MAX_ARCHIVE_FILES: Final = 300
MAX_ARCHIVE_BYTES: Final = 1024 * MIB
"""One applicant's ZIP, unpacked: three times the largest application seen; an entry is a file of `MAX_FILE_BYTES`."""

MAX_ARCHIVE_RECORDS: Final = 4 * MAX_ARCHIVE_FILES
MAX_ARCHIVE_DIRECTORY_BYTES: Final = 2 * MIB
"""The central directory with folders and the systems' own files, asked before it is parsed."""

MAX_ARCHIVE_RATIO: Final = 100
RATIO_ASKED_FROM_BYTES: Final = 1 * MIB
"""Unpacked size over packed size. Scans are compressed already; small blank files may pack better and hurt nobody."""

MAX_ARCHIVE_NAME_CHARACTERS: Final = 1_000
ARCHIVE_SECONDS: Final = 60.0
"""Wall time to unpack 1 GiB, in a request that waits for it."""

MAX_DOCX_PART_BYTES: Final = 32 * MIB
"""One XML part of a DOCX, unpacked: about ten million characters."""

MAX_XML_DEPTH: Final = 500
MAX_DOCX_TEXTS: Final = 20_000
MAX_DOCX_CHARACTERS: Final = 2_000_000
"""Paragraphs and characters of all surfaces of a DOCX, after which the rest is dropped."""

MAX_WORKBOOK_BYTES: Final = 20 * MIB
MAX_WORKBOOK_UNPACKED_BYTES: Final = 256 * MIB
MAX_WORKBOOK_SHEETS: Final = 64
MAX_ROSTER_ROWS: Final = 5_000
MAX_ROSTER_COLUMNS: Final = 100
MAX_ROSTER_CELL_CHARACTERS: Final = 500
MAX_ROSTER_CHARACTERS: Final = 3_000_000
"""A roster: rows that hold anything, of all sheets together, and columns. A province's largest committee hears a few
thousand applicants a year; further columns are dropped, cells are cut, further rows are refused: a person left out
without a word would be worse. All text together is one line of the child's answer, at six bytes a character."""

ROSTER_SECONDS: Final = 30.0
"""Wall time for reading a roster: 5,000 rows of 15 columns take a second."""

OFFICE_SECONDS: Final = 60.0
OFFICE_CPU_SECONDS: Final = 120
OFFICE_MEMORY_BYTES: Final = 2048 * MIB
"""LibreOffice laying out a DOCX of 48,000 characters: 5 s, 470 MiB of addresses, 215 MiB resident (7.4)."""

MAX_ANSWER_LINE_BYTES: Final = 32 * MIB
"""One line of the child's answer: one page's text with boxes."""

CHILD_MEMORY_BYTES: Final = 864 * MIB
"""Addresses of the child: 150 megapixels fit, and with an engine beside it a job stays below 1.5 GiB resident."""

CHILD_OPEN_FILES: Final = 64
CHILD_CPU_SECONDS: Final = 1_060
"""Backstop behind the wall timers for a child whose parent is gone."""

OPENING_SECONDS: Final = 30.0
"""Wall time until the child has parsed the file's structure."""

PAGE_SECONDS: Final = 30.0
"""Wall time for any single page."""

DOCUMENT_SECONDS: Final = 60.0
SECONDS_PER_PAGE: Final = 0.5
"""Wall time for a document: the sum of both, so that 120 pages are done or refused within 120 seconds."""
