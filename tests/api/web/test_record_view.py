"""The record of what people did: every act in words, those that were taken back too."""

from __future__ import annotations

from api.web.record_view import notes, record
from models.decisions import Act, ActKind, standing
from models.report import Verdict
from tests.models.test_decisions import AT, finding, report

NAMES = {"user:1": "王审核", "user:2": "李复核"}
JUDGED = report(finding("BY-15", Verdict.FAILED))


def act(number: int, kind: ActKind, **more: object) -> Act:
    return Act(number, kind, "user:1", AT, **more)  # type: ignore[arg-type]


ACTS = (
    act(1, ActKind.DECIDE, requirement="BY-15", verdict=Verdict.FAILED, note="原件已看"),
    act(2, ActKind.UNDO, undoes=1),
    act(3, ActKind.ASSIGN, assignee="user:2"),
    act(4, ActKind.NOTE, requirement="BY-15", note="电话核实过"),
    act(5, ActKind.NOTE, note="转告单位"),
    act(6, ActKind.DECIDE, verdict=Verdict.PASSED),
)


def test_every_act_is_told_newest_first_also_what_was_taken_back():
    told = record(JUDGED, standing(JUDGED, ACTS), NAMES)
    assert [deed.words for deed in told] == [
        "整份申报 裁定：通过", "整份申报 备注", "BY-15 备注", "转交 李复核", "撤销第 1 条", "BY-15 裁定：补正",
    ]  # fmt: skip
    assert [deed.number for deed in told if not deed.holds] == [1]
    assert {deed.author for deed in told} == {"王审核"} and told[-1].note == "原件已看"


def test_notes_stand_where_they_belong_until_they_are_taken_back():
    said = notes(ACTS, NAMES)
    assert {target: [note.note for note in found] for target, found in said.items()} == {
        ("BY-15", None): ["电话核实过"],
        (None, None): ["转告单位"],
    }
    assert ("BY-15", None) not in notes((*ACTS, act(7, ActKind.UNDO, undoes=4)), NAMES)
