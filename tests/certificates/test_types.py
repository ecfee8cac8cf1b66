"""The catalogue of document types."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from verifier.certificates.describing import describe
from verifier.certificates.fields import field_names
from verifier.certificates.types import document_types, parse_catalogue


def test_there_are_64_types_with_names() -> None:
    types = document_types()
    assert len(types) == 64
    assert all(kind.id == name and kind.zh for name, kind in types.items())
    assert len({kind.zh for kind in types.values()}) == 64


def test_every_type_but_a_portrait_can_be_recognised() -> None:
    assert [kind.id for kind in document_types().values() if not kind.title] == ["photo_1in"]


def test_no_type_refuses_its_own_title() -> None:
    for kind in document_types().values():
        for word in kind.title:
            assert not any(negative in word for negative in kind.negative), (kind.id, word)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- {id: a, zh: 甲, colour: red}", "colour"),
        ("- {id: a}", "zh"),
        ("- {id: A B, zh: 甲}", "id"),
        ("- {id: a, zh: 甲, title: 证书}", "title"),
        ("- {id: a, zh: 甲, title: [证]}", "title"),
        ("- {id: a, zh: 甲}\n- {id: a, zh: 乙}", "twice"),
    ],
)
def test_a_faulty_catalogue_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        parse_catalogue(text)


def test_what_is_not_yaml_is_refused() -> None:
    with pytest.raises(yaml.YAMLError):
        parse_catalogue("- {id: a")


def test_the_modules_that_checks_use_load_no_image_library() -> None:
    program = (
        "import sys, verifier.certificates.types, verifier.certificates.phrases, verifier.certificates.recognise, "
        "verifier.certificates.fields, verifier.certificates.dates, verifier.certificates.checksums\n"
        "print([name for name in ('numpy', 'cv2', 'PIL', 'zxingcpp') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_document_on_types_is_that_of_the_code() -> None:
    written = (Path(__file__).parents[2] / "docs" / "document-types.md").read_text(encoding="utf-8")
    assert written == describe(), "python -m verifier.certificates.describing > docs/document-types.md"


def test_the_fields_that_policies_name_are_read() -> None:
    assert {"年度", "科目"} <= set(field_names("ce_cert"))
    assert {"落款单位", "落款日期"} <= set(field_names("pub_notice"))
    assert field_names("photo_1in") == []
