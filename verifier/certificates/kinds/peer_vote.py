"""同行评议, 民主测评: who was voted on, how many were there, how they voted; as a form or in a sentence."""

from __future__ import annotations

from verifier.certificates.kinds.forms import QUALIFICATION
from verifier.certificates.kinds.shared import NAME, SIGNED_DATE, UNIT
from verifier.certificates.normalisers import count, date, person_name, tight_text
from verifier.certificates.spec import DocumentSpec, Field


def _votes(word: str) -> tuple[str, ...]:
    return (rf"{word}(?:票数?)?:?(?P<value>\d{{1,4}})[票人]", rf"(?P<value>\d{{1,4}})[票人]{word}")


def _present(word: str) -> tuple[str, ...]:
    return (rf"{word}(?:到会?|参加|出席)(?:人数)?:?(?P<value>\d{{1,4}})[人名]",)


PEER_VOTE = DocumentSpec(
    type="peer_vote",
    fields=(
        Field("姓名", person_name, labels=NAME.known_labels, patterns=(r"对(?P<value>[\u3400-\u9fff·]{2,20}?)同志",)),
        Field(
            "申报资格",
            tight_text,
            labels=QUALIFICATION.known_labels,
            patterns=(r"(?:拟)?申报(?P<value>[^,.;:申报]{2,16}?)(?:专业技术)?(?:职务)?(?:任职)?资格",),
        ),
        UNIT,
        Field(
            "测评时间",
            date,
            labels=("测评时间", "评议时间", "测评日期"),
            patterns=(r"(?P<value>\d{4}年\d{1,2}月\d{1,2}日)[^.;]{0,24}?(?:召开|组织|进行)",),
        ),
        Field("应到人数", count, labels=("应参加人数", "应到人数", "应到会人数"), patterns=_present("应")),
        Field("参加人数", count, labels=("实参加人数", "参加人数", "实到人数"), patterns=_present("实")),
        Field("同意", count, labels=("同意", "同意票数", "同意票"), patterns=_votes("(?<!不)(?:同意|赞成)")),
        Field("不同意", count, labels=("不同意", "不同意票数", "不同意票"), patterns=_votes("(?:不同意|反对)")),
        Field("弃权", count, labels=("弃权", "弃权票数", "弃权票"), patterns=_votes("弃权")),
        SIGNED_DATE,
    ),
    other_labels=("同意率", "评议内容", "测评结论", "计票人", "监票人"),
)
