"""A QR code leads to the official host, and says what is printed (二维码、在线验证码)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

from pydantic.dataclasses import dataclass
from rapidfuzz.distance import Levenshtein

from models.messages import text
from models.observation import QrCode
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held

_HOST: Final = re.compile(r"[a-z0-9.-]+")
_MISREAD: Final = 2
"""Characters of a printed code that a reader may get wrong; a code that differs by no more goes to a person."""


@dataclass(frozen=True, config=VALUE)
class QrParams:
    """The whole host must be one of `hosts` or end on one of `suffixes` (.gov.cn). Nothing is ever opened.

    With `parameter`, that part of the address must be what the `field` of the document says.
    """

    hosts: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    parameter: str = ""
    field: str = ""


def run(documents: Sequence[Held], requirement: Requirement, params: QrParams, context: Context) -> list[Answer]:
    """Look at the codes of each document."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: QrParams) -> Answer:
    codes = [code for code in held.observation.qr_codes if held.has(code.page)]
    said = {"title": held.title, "hosts": "、".join((*params.hosts, *params.suffixes))}
    if not codes:
        return doubtful(text("clauses.qr_none", **said), text("clauses.qr_remedy"), held, held.evidence())
    official = [code for code in codes if _is_official(code, params)]
    evidence = [Evidence(held.document, code.page, code.box, code.text[:120]) for code in official or codes]
    if not official:
        # Some offices' codes hold a number and no address; a code for something else may stand beside the right one.
        return review(text("clauses.qr_other", **said), text("clauses.qr_scan"), held, *evidence)
    if params.parameter:
        return _compared(held, official, evidence, params)
    return passed(text("clauses.qr_good", **said), held, *evidence)


def _compared(held: Held, codes: Sequence[QrCode], evidence: Sequence[Evidence], params: QrParams) -> Answer:
    field = held.field(params.field)
    said = {"title": held.title, "field": params.field}
    given = {value for code in codes for value in parse_qs(urlsplit(code.text).query).get(params.parameter, [])}
    if field is None or not field.value or not given:
        return review(text("clauses.qr_unread", **said), text("clauses.qr_scan"), held, *evidence)
    if field.value.upper() in {value.upper() for value in given}:
        return passed(text("clauses.qr_same", **said), held, *evidence)
    if field.problems or is_doubtful(field.confidence) or _is_near(field.value, given):
        return review(text("clauses.qr_unread", **said), text("clauses.qr_scan"), held, *evidence)
    return failed(text("clauses.qr_differs", found=field.value, **said), text("clauses.qr_mend"), held, *evidence)


def _is_near(read: str, given: Iterable[str]) -> bool:
    return any(Levenshtein.distance(read.upper(), value.upper()) <= _MISREAD for value in given)


def _is_official(code: QrCode, params: QrParams) -> bool:
    try:
        host = urlsplit(code.text.strip()).hostname or ""
    except ValueError:
        return False
    if not _HOST.fullmatch(host):
        return False
    return host in params.hosts or any(host.endswith(suffix) for suffix in params.suffixes)


CHECK = Check("qr", QrParams, run)
