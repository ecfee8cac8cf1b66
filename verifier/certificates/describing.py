"""docs/document-types.md, made from the catalogue and the specifications: `python -m verifier.certificates.describing`.

A test fails where the document and the code no longer agree.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from verifier.certificates.fields import SPECS
from verifier.certificates.spec import Field
from verifier.certificates.types import DocumentType, document_types

_HEAD = """# Document types

What is recognised, by which words, and which fields are read. Made from the code by
`python -m verifier.certificates.describing > docs/document-types.md`: change `verifier/certificates/catalogue.yaml`
(words) or `verifier/certificates/kinds/` (fields), then make it anew. Policies name fields as they stand here.

- **Titles** stand in the head of the first page; the longest that is found wins. **Words** of the text are second
  evidence.
- A field in *italics* is reported only where the document has it. Every other field is always reported: without a value
  it says why (`not_found`, `blank`, `masked`, `unreadable` ...).
- `name[n]` stands for as many fields as the document has rows.
"""


def describe() -> str:
    """Return the whole document."""
    known = document_types()
    rows = [f"| [{kind.id}](#{kind.id}) | {kind.zh} | {len(_fields(kind))} |" for kind in known.values()]
    table = ["| type | 名称 | fields |", "|---|---|---|", *rows]
    return "\n".join([_HEAD, *table, "", *(line for kind in known.values() for line in _section(kind))])


def _section(kind: DocumentType) -> Iterator[str]:
    yield f"## {kind.id}\n"
    yield f"{kind.zh}\n"
    for head, words in (
        ("titles", kind.title),
        ("titles that end on", kind.ends),
        ("never with", kind.negative),
        ("words", kind.body),
        ("not where the text has", kind.absent),
        ("lines begin with", kind.opens),
        ("two of them on the page", kind.needs),
    ):
        if words:
            yield f"- {head}: {'、'.join(words)}"
    for head, text in (("seals", kind.seals), ("signatures", kind.signatures), ("codes", kind.codes)):
        if text:
            yield f"- {head}: {text}"
    if kind.sides:
        yield f"- sides of the card: {'; '.join('、'.join(side) for side in kind.sides)}"
    if kind.alone:
        yield "- a page without a title that follows is not of this document"
    if kind.broad:
        yield "- only a title ends it: its pages speak of all kinds of documents"
    if kind.merges:
        yield "- following pages of this type are one document"
    spec = SPECS.get(kind.id)
    listing = "; rows of the document as `name[n]`" if spec and spec.listing else ""
    yield f"- **fields**: {'、'.join(map(_name, _fields(kind))) or 'none'}{listing}\n"


def _fields(kind: DocumentType) -> tuple[Field, ...]:
    return SPECS[kind.id].fields if kind.id in SPECS else ()


def _name(field: Field) -> str:
    return f"*{field.name}*" if field.optional else field.name


if __name__ == "__main__":
    sys.stdout.write(describe())
