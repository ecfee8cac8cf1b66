"""One picture in two places is told with both; what a hand made twice, and one sheet handed in twice, is not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from models.observation import Observation, Signature, SignatureKind
from models.policy import Severity
from models.report import Finding, Verdict
from tests.checks.making import NOW, case, observation, policy, requirement, seal
from tests.seals.test_seals_suspicions import outline, pressed, stamp
from tests.signatures.signature_pictures import aged, handwritten
from tests.synthesis.handwriting import draw_signature, hand
from verifier.ink_prints import InkPrint, packed, unpacked
from verifier.judging import judge
from verifier.repeats import find_repeats
from verifier.seals.same_picture import seal_print
from verifier.signatures.ink import isolate_ink
from verifier.signatures.observe import observe_signatures
from verifier.signatures.same_picture import likeness, signature_print

BOX = Box(0.3, 0.3, 0.5, 0.5)
ONE, OTHER = "甲方所写的第一份材料", "完全不同内容另外写成"


def ink_of_seal(seed: int, paper: int = 1) -> str:
    page = pressed(paper, what=stamp(seed))
    found = seal_print(page.image, outline(page))
    assert found is not None
    return packed(found)


def ink_of_signature(seed: int, *, scan: int = 0) -> str:
    """Return the print of one writer's signature: each seed is another time that it was signed."""
    image = np.full((160, 460, 3), 248, np.float32)
    ink = draw_signature("王建国", hand(4), height_mm=11.0, seed=seed)
    place = image[20 : 20 + ink.shape[0], 40 : 40 + ink.shape[1]]
    place[:] = place * (1 - ink[..., None]) + 30 * ink[..., None]
    found = signature_print(isolate_ink(aged(image.astype(np.uint8), seed=scan)))
    assert found is not None
    return packed(found)


def sealed(text: str, ink: str | None, **more: object) -> Observation:
    return observation("award", text, seals=(seal("天山县昆仑计量检测研究院", ink=ink, **more),))


def signed(text: str, ink: str) -> Observation:
    slot = Signature(1, BOX, "申报人", SignatureKind.HANDWRITTEN, 0.95, ink=ink)
    return observation("truth_pledge", text, signatures=(slot,))


def told(**documents: Observation) -> list[Finding]:
    held = case(**documents)
    held = dataclasses.replace(held, repeats=find_repeats(held.observations))
    findings = judge(held, policy(requirement("presence", on=("exam_score",))), now=NOW).findings
    return [finding for finding in findings if finding.requirement == "CON-8"]


def test_one_seal_on_two_documents_is_a_hint_with_both_places() -> None:
    (finding,) = told(a=sealed(ONE, ink_of_seal(3)), b=sealed(OTHER, ink_of_seal(3, paper=4)))
    assert (finding.verdict, finding.severity) == (Verdict.NEEDS_REVIEW, Severity.WARN)
    assert {piece.document for piece in finding.evidence} == {"a", "b"}
    assert "印章" in finding.message


def test_one_signature_on_two_documents_is_told_though_both_were_scanned() -> None:
    (finding,) = told(a=signed(ONE, ink_of_signature(1)), b=signed(OTHER, ink_of_signature(1, scan=5)))
    assert "签名" in finding.message


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(sealed(ONE, ink_of_seal(3)), sealed(OTHER, ink_of_seal(8)), id="two impressions"),
        pytest.param(sealed(ONE, ink_of_seal(3)), sealed(ONE, ink_of_seal(3)), id="one sheet twice"),
        pytest.param(sealed(ONE, ink_of_seal(3)), sealed(OTHER, None), id="declared electronic"),
        pytest.param(signed(ONE, ink_of_signature(1)), signed(OTHER, ink_of_signature(2)), id="signed twice"),
    ],
)
def test_nothing_is_said_of(a: Observation, b: Observation) -> None:
    assert told(a=a, b=b) == []


def test_seals_turned_otherwise_are_not_compared() -> None:
    ink = ink_of_seal(3)
    assert told(a=sealed(ONE, ink, arc=(150.0, 390.0)), b=sealed(OTHER, ink, arc=(165.0, 405.0))) == []
    assert len(told(a=sealed(ONE, ink, arc=(358.0, 598.0)), b=sealed(OTHER, ink, arc=(2.0, 242.0)))) == 1


def test_one_signature_on_two_pages_of_a_document_is_told() -> None:
    ink = ink_of_signature(1)
    one, two = observation("truth_pledge", ONE), observation("truth_pledge", OTHER)
    pages = (one.pages[0], dataclasses.replace(two.pages[0], number=2))
    slots = tuple(Signature(page, BOX, "申报人", SignatureKind.PASTED, 0.9, ink=ink) for page in (1, 2))
    assert len(find_repeats({"a": dataclasses.replace(one, pages=pages, signatures=slots)})) == 1


def test_signs_of_a_picture_laid_over_the_page_are_told() -> None:
    odd = sealed(ONE, None, suspicions=("halo", "above_text"))
    (finding,) = told(a=odd)
    assert "方形底色" in finding.message
    assert "压在文字之上" in finding.message


def test_a_print_survives_packing() -> None:
    rng = np.random.default_rng(3)
    ink = (rng.integers(0, 16, (9, 7)) * 17).astype(np.uint8)
    hidden = (rng.integers(0, 2, (9, 7)) * 255).astype(np.uint8)
    back = unpacked(packed(InkPrint(ink, hidden)))
    assert (back.ink == ink).all()
    assert (back.hidden == hidden).all()
    with pytest.raises(ValueError, match="broken print"):
        unpacked("7x9:zzzzz")


def test_what_is_no_signature_has_no_print_and_nothing_in_common() -> None:
    assert signature_print(isolate_ink(np.full((60, 200, 3), 250, np.uint8))) is None
    long, short = unpacked(ink_of_signature(1)), signature_print(isolate_ink(handwritten("王")))
    assert long is not None
    assert likeness(long, short) is None


def test_signatures_are_observed_with_their_print_and_empty_slots_without() -> None:
    page = np.full((1400, 1000, 3), 250, np.uint8)
    page[660:780, 300:720] = handwritten("王建国")
    lines = [
        Line("申报人（签名）：", Box(0.12, 0.5, 0.3, 0.515), 0.9),
        Line("负责人（签名）：", Box(0.12, 0.8, 0.3, 0.815), 0.9),
    ]
    written, empty = observe_signatures(page, lines, [], page=1)
    assert written.ink is not None
    assert empty.ink is None
