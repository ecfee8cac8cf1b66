"""Drawn documents with perfect text: types are recognised, what is read is right, bundles are cut where they begin."""

from collections import Counter

import pytest

from benchmarks.accuracy.certificate_truth import NOT_FIELDS, drawn, expected, is_by_hand
from benchmarks.accuracy.certificates import bundles
from tests.synthesis.drawing import DOCUMENTS
from verifier.certificates.fields import SPECS
from verifier.certificates.types import document_types

FEW = ("diploma", "contract", "payment", "work_exp", "award", "similarity", "title_ecert", "bank_slip", "letterhead")
WITHOUT_TEXT = {"photo_1in"}


def outcomes(documents):
    """Count right, missed and wrong values; wrong ones by name."""
    counts, wrong = Counter(), []
    for document in documents:
        read = {}
        for value in document.read:
            if value.name not in read or read[value.name].value is None:
                read[value.name] = value
        for name, values in document.fields.items():
            if name in NOT_FIELDS or is_by_hand(name) or len(set(document.types)) > 1:
                continue
            found = read.get(name)
            if found is None or found.value is None:
                counts["missed"] += 1
            elif found.value in expected(document.type, name, values):
                counts["right"] += 1
            else:
                wrong.append((document.name, name, values, found.value))
    return counts, wrong


def test_a_few_documents_are_read_without_a_wrong_value() -> None:
    documents = list(drawn(FEW, 1, 41, ("dev",)))
    assert [document.name for document in documents if document.read_types() != document.types] == []
    counts, wrong = outcomes(documents)
    assert wrong == []
    assert counts["right"] >= 0.95 * counts.total()


def test_every_type_with_text_has_its_fields_read() -> None:
    assert set(document_types()) - set(SPECS) == WITHOUT_TEXT


@pytest.mark.slow
def test_every_drawn_document_is_recognised_and_read() -> None:
    documents = list(drawn(list(DOCUMENTS), 1, 43, ("dev",)))
    known = [document for document in documents if document.type not in WITHOUT_TEXT]
    missed = [document.name for document in known if document.read_types() != document.types]
    assert len(missed) <= 0.02 * len(known), missed
    assert [document.name for document in documents if document.type is None and any(document.read_types())] == []
    counts, wrong = outcomes(known)
    assert len(wrong) <= 0.005 * counts.total(), wrong
    assert counts["right"] >= 0.95 * counts.total()
    found = bundles(known, 40, 43)
    assert found["recall"]["value"] >= 0.93
    assert found["precision"]["value"] >= 0.97
