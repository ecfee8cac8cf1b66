"""Writes an application under a notice with switches thrown, and says what a right verdict must hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.synthesis.ageing import Ageing, ageing, scan
from tests.synthesis.application import Expected, Filed, write_application, write_documents
from tests.synthesis.documents.common import SPLITS, Style, style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.fault_list import Planned
from tests.synthesis.notices.notice import Notice, Switch
from tests.synthesis.pdf import jpeg, scanned_pdf
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

QUALITY = 80


class Contrary(ValueError):
    """Two switches change the same file or answer."""


def planned(notice: Notice, about: Scene, switches: Sequence[Switch]) -> list[Planned]:
    """Return what is handed in once the switches are thrown.

    Raises:
        Contrary: two switches contradict each other.
    """
    _check(switches, about)
    gone = {name for one in switches for name in one.without}
    plan = [one for one in notice.plan(about) if one.filename not in gone]
    return [_changed(one, about, switches) for one in [*plan, *(one for each in switches for one in each.adds)]]


def _check(switches: Sequence[Switch], about: Scene) -> None:
    taken: set[str] = set()
    for one in switches:
        touched = one.touches | set(one.facts(about)) | set(one.events(about))
        if both := taken & touched:
            raise Contrary(f"two switches touch {', '.join(sorted(both))}")
        taken |= touched


def _changed(one: Planned, about: Scene, switches: Sequence[Switch]) -> Planned:
    options = dict(one.options)
    for switch in switches:
        if one.filename in switch.change:
            options |= switch.change[one.filename](about)
    slot = next((switch.slots[one.filename] for switch in switches if one.filename in switch.slots), one.slot)
    return replace(one, slot=slot, options=options)


def named(notice: Notice, one: Planned, about: Scene, switches: Iterable[Switch]) -> str:
    """Return the name under which a planned file is handed in."""
    usual = str(notice.names(about).get(one.filename, one.filename))
    return next((switch.names[one.filename] for switch in switches if one.filename in switch.names), usual)


def look_of(notice: Notice, seed: int, split: str) -> Style:
    """Return the look of an applicant's papers; offices that check identity want no cover on them."""
    return notice.look(replace(style(seed, split=split), edge_seal=False, chop=False, masked=None))


def drawn(notice: Notice, one: Planned, about: Scene, look: Style, seed: int) -> tuple[Drawn, ...]:
    """Return the clean pages of one planned file."""
    # What nobody looks at in development stays as it is, whatever the office prescribes.
    layout = look.layout if look.layout == SPLITS["held"].layout else notice.layout.get(one.type, look.layout)
    own = replace(look, seed=seed, layout=layout)
    return tuple(DOCUMENTS[one.type](about, own, **one.options))


def answers(notice: Notice, about: Scene, switches: Iterable[Switch]) -> tuple[dict[str, object], dict[str, object]]:
    """Return the facts and the events of the application."""
    facts, events = dict(notice.facts(about)), dict(notice.events(about))
    for one in switches:
        facts |= one.facts(about)
        events |= one.events(about)
    return facts, events


def expectations(notice: Notice, switches: Sequence[Switch], filed: Mapping[str, Filed]) -> list[Expected]:
    """Return what a right verdict must hold; `filed` by the name that the plan gives."""
    wrong = [wrong for one in switches for wrong in one.wrong]
    settled = {key for one in switches for key in one.settles} | {(one.requirement, one.file) for one in wrong}
    found = []
    for one in wrong:
        file = filed.get(one.file) if one.file else None
        if file is None:
            found.append(Expected(one.requirement, one.verdict))
        else:
            place = one.place(file) if one.place else None
            found.append(Expected(one.requirement, one.verdict, file.document, *(place or (None, None))))
    for requirement, name in notice.reviews:
        if (requirement, name) not in settled and (name is None or name in filed):
            found.append(Expected(requirement, "needs_review", filed[name].document if name else None))
    return found


def build_under(
    notice: Notice,
    folder: Path,
    seed: int,
    names: Sequence[str] = (),
    *,
    split: str = "train",
    noise: float | None = None,
    quality: int = QUALITY,
    scene: Scene | None = None,
) -> list[Expected]:
    """Write the application of a seed with these switches; returns what a right verdict must hold.

    `noise` at most (levels) and `quality` make the files of committed samples small.
    """
    about, switches = scene or notice.scene(seed), [notice.switches[name] for name in names]
    look, filed = look_of(notice, seed, split), {}
    for index, one in enumerate(planned(notice, about, switches)):
        own = seed * 100 + index
        pages = tuple(
            scanned(page, own * 10 + number, noise) for number, page in enumerate(drawn(notice, one, about, look, own))
        )
        name = named(notice, one, about, switches)
        data = scanned_pdf(pages, quality=quality) if name.endswith(".pdf") else jpeg(pages[0].image, quality)
        filed[one.filename] = Filed(name, one.slot, one.type, pages, data)
    expected = expectations(notice, switches, filed)
    facts, events = answers(notice, about, switches)
    write_application(folder, about, list(filed.values()), expected, policy=notice.policy, facts=facts, events=events)
    write_documents(folder, list(filed.values()))
    return expected


def scanned(page: Drawn, seed: int, noise: float | None) -> Drawn:
    """Return a page from an office scanner, of no more than this noise."""
    how: Ageing = ageing(seed)
    return scan(page, how if noise is None else replace(how, noise=min(how.noise, noise)), seed=seed)
