"""Writes an applicant's results as files: the report as `ID.json` and `ID.html`, the letter as DOCX and PDF."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from models.case import Case
from models.messages import text
from models.observation import Observation
from models.policy import Policy
from models.report import Evidence, Report
from models.roster import RosterFinding
from models.values import to_json
from verifier.folders import ApplicantFolder
from verifier.intake.opened import Opened
from verifier.intake.opening import open_document
from verifier.pictures import RgbImage
from verifier.reading.upright import straight_picture
from verifier.reports.crops import crop_jpeg
from verifier.reports.html import render_html
from verifier.reports.notice import notice_of
from verifier.reports.notice_files import notice_docx, notice_pdf
from verifier.seals.picture import unwrapped

_KEPT_OPEN = 4


def write_reports(
    folder: ApplicantFolder,
    case: Case,
    report: Report,
    policy: Policy,
    out: Path,
    *,
    deadline: dt.date | None = None,
    template: Path | None = None,
    roster: Sequence[RosterFinding] = (),
) -> tuple[Path, ...]:
    """Write all files of one applicant into `out` (made where missing) and return them.

    `ID.json` and `ID.html` always; `ID-通知.docx` and `.pdf` where something is to be rejected or mended.

    Args:
        folder: the applicant's files, for crops.
        case: what the judge knew.
        report: what it said.
        policy: under which pack.
        out: the folder for results.
        deadline: until when to mend, for the letter.
        template: the office's own DOCX template of the letter.
        roster: what is said of the applicant's row in the roster, for the letter.
    """
    out.mkdir(parents=True, exist_ok=True)
    as_json, as_html = out / f"{folder.id}.json", out / f"{folder.id}.html"
    as_json.write_bytes(to_json(report))
    as_html.write_text(render_html(report, case, policy, _Crops(folder, case)), encoding="utf-8")
    notice = notice_of(report, case, policy, deadline=deadline, roster=roster)
    letters = tuple(out / f"{folder.id}{text('notice.file_suffix')}{suffix}" for suffix in (".docx", ".pdf"))
    for letter in letters:
        letter.unlink(missing_ok=True)  # of an earlier run, when there was something to mend
    if notice is None:
        return as_json, as_html
    letters[0].write_bytes(notice_docx(notice, template))
    letters[1].write_bytes(notice_pdf(notice))
    return as_json, as_html, *letters


def strip_of(image: RgbImage, observation: Observation | None, evidence: Evidence) -> RgbImage | None:
    """Return the ring of the seal that evidence points at as a straight strip, None where it points at none."""
    for seal in observation.seals if observation is not None else ():
        if seal.page == evidence.page and seal.box == evidence.box:
            return unwrapped(image, seal)
    return None


class _Crops:
    """Cuts evidence out of the applicant's files, each opened once and only when it is asked for."""

    def __init__(self, folder: ApplicantFolder, case: Case) -> None:
        # Files of a ZIP that were not unpacked stand last, and have no path.
        paths = zip(case.application.materials, folder.materials, strict=False)
        self._paths = {material.document: (material.sha256, source.path) for material, source in paths}
        self._observations = case.observations
        self._open = lru_cache(maxsize=_KEPT_OPEN)(self._open_document)

    def __call__(self, evidence: Evidence) -> bytes | None:
        if evidence.document is None or evidence.page is None or evidence.box is None:
            return None
        opened = self._open(evidence.document)
        if opened is None or evidence.page > len(opened.images):
            return None
        image = opened.images[evidence.page - 1]
        observation = self._observations.get(evidence.document)
        if observation is not None:
            # Boxes are on the upright page.
            image = straight_picture(image, observation.pages[evidence.page - 1])
        return crop_jpeg(image, evidence.box, below=strip_of(image, observation, evidence))

    def _open_document(self, document: str) -> Opened | None:
        sha256, path = self._paths[document]
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            # Changed since it was observed: a crop of other pixels would be false evidence.
            return None
        return open_document(path, filename=path.name)
