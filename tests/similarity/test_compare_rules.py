"""What counts where: edited copies, citations, parts of the paper, common phrases, the paper itself, bad papers."""

from __future__ import annotations

import dataclasses
import random

import pytest

from models.document import Page
from models.overlap import OverlapReport, PartKind, PassageKind, Problem, Stage
from models.values import from_json, to_json
from verifier.similarity.compare import Comparison, Options, compare
from verifier.similarity.corpus import MemoryCorpus, Source
from verifier.similarity.sections import find_parts
from verifier.similarity.store.embedded import EmbeddedCorpus

# Two frequent characters make a word; sentences of them share no run by chance.
CHARACTERS = (
    "的一是了在人有我他这为之大来以个中上们到说时要就出会可也你对生能而子那得于着下自年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开"
    "但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治"
    "展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)


def prose(seed: int, sentences: int = 12) -> str:
    chance = random.Random(seed)
    return "".join("".join(chance.choices(CHARACTERS, k=chance.randint(12, 30))) + "。" for _ in range(sentences))


def corpus_of(**texts: str) -> MemoryCorpus:
    corpus = MemoryCorpus()
    for key, text in texts.items():
        corpus.add(Source(key, title=f"题目{key}", authors=("李四",) if key.startswith("own") else ()), text)
    return corpus


def replaced(text: str, share: float, seed: int = 5) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(CHARACTERS) if chance.random() < share else character for character in text)


def shuffled(text: str) -> str:
    sentences = [sentence + "。" for sentence in text.split("。") if sentence]
    random.Random(1).shuffle(sentences)
    return "".join(sentences)


@pytest.mark.parametrize(
    "edit",
    [lambda text: replaced(text, 0.1), lambda text: replaced(text, 0.2), shuffled],
    ids=["a tenth replaced", "a fifth replaced", "shuffled"],
)
def test_edited_copies_are_found_and_the_author_s_own_text_is_not(edit):
    copied, mine = prose(1), prose(2, 16)
    paper = mine[:150] + edit(copied) + mine[150:]
    report = compare(paper, corpus_of(a=prose(3) + copied, b=prose(4)), stage=Stage.EDITED)
    share = report.ratios.total.copied / len(copied.replace("。", ""))
    assert 0.93 < share < 1.05
    assert {source.id for source in report.sources} == {"a"}
    inside = [passage for passage in report.passages if passage.paper[1] <= 140 or passage.paper[0] >= len(paper) - 140]
    assert inside == []


def test_unrelated_texts_share_nothing():
    report = compare(prose(1, 40), corpus_of(**{f"d{seed}": prose(seed, 40) for seed in range(2, 12)}))
    assert report.ratios.total.copied == 0
    assert report.passages == ()


def test_stages_come_in_order_and_only_add():
    copied = prose(1)
    corpus = corpus_of(a=copied)
    paper = prose(2) + copied[:60] + prose(3) + replaced(copied[100:], 0.15)
    verbatim, edited, complete = Comparison(paper, corpus).reports()
    assert [report.stage for report in (verbatim, edited, complete)] == list(Stage)
    assert verbatim.ratios.total == verbatim.verbatim == edited.verbatim
    assert verbatim.ratios.total.copied < edited.ratios.total.copied == complete.ratios.total.copied
    assert PassageKind.EDITED in {passage.kind for passage in edited.passages}


def test_sentences_that_look_rewritten_are_named_and_count_nowhere():
    source = "在大型水利工程的施工过程中，混凝土的配合比设计直接影响结构的耐久性。" + prose(1)
    paper = prose(2) + "大型水利工程施工的过程里，混凝土配合比的设计会直接影响到结构耐久性。" + source[-40:]
    report = compare(paper, corpus_of(a=source))
    (suspected,) = [passage for passage in report.passages if passage.kind is PassageKind.SUSPECTED]
    assert paper[slice(*suspected.paper)].startswith("大型水利")
    assert source[slice(*suspected.source_range)].startswith("在大型水利")
    assert suspected.similarity >= 0.3
    assert report.ratios.total == compare(paper, corpus_of(a=source), stage=Stage.EDITED).ratios.total


def test_a_quotation_with_a_mark_is_cited_and_one_without_is_not():
    source = prose(1)
    quoted = source[:30]
    with_mark = compare(prose(2) + f"有人指出“{quoted}”[3]。", corpus_of(a=source)).ratios
    without = compare(prose(2) + f"有人指出“{quoted}”。", corpus_of(a=source)).ratios
    assert with_mark.total.copied == without.total.copied > 20
    assert with_mark.without_citations.copied == 0
    assert without.without_citations == without.total


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“应当坚持实事求是的原则”[1]", ["“应当坚持实事求是的原则”"]),
        ("“应当坚持实事求是的原则”（张某，2019）", ["“应当坚持实事求是的原则”"]),
        ("“应当坚持实事求是的原则。[2]”", ["“应当坚持实事求是的原则。[2]”"]),
        ("「应当坚持」①", ["「应当坚持」"]),
        ("《中华人民共和国民法典》[1]", []),
        ("“应当坚持”。另有一段很长很长很长的话[1]", []),
        ("“" + "长" * 500 + "”[1]", []),
    ],
    ids=["number", "author and year", "inside", "circled", "title marks", "mark belongs elsewhere", "too long"],
)
def test_what_is_a_quotation(text, quoted):
    assert [text[part.start : part.end] for part in find_parts(text)] == quoted


REFERENCES = """
参考文献
[1] 张三. 水利工程施工管理研究[J]. 水利学报, 2019, 50(3): 12-18.
[2] 李四, 王五. 混凝土耐久性[M]. 北京: 某某出版社, 2015.
"""


def test_the_reference_list_counts_in_total_and_not_without_citations():
    report = compare(prose(1) + REFERENCES, corpus_of(a=prose(2) + REFERENCES))
    assert report.ratios.total.copied > 30
    assert report.ratios.without_citations.copied == 0
    (part,) = report.parts
    assert (part.kind, part.compared) == (PartKind.REFERENCES, True)


def test_a_heading_does_not_hide_a_chapter():
    chapter = prose(3, 40)
    for heading in ("参考文献", "致谢"):
        report = compare(prose(1, 60) + f"\n{heading}\n" + chapter, corpus_of(a=chapter))
        assert report.ratios.without_citations.copied == len(chapter.replace("。", "")), heading
        assert report.parts == (), heading


def test_cover_english_abstract_and_thanks_are_not_compared():
    cover = "论文题目：水利工程\n作者：张三\n单位：某某局\n日期：2020年\n"
    english = "Abstract: This paper studies the management of works and says what follows from it.\nKey words: works\n"
    thanks = "\n致谢\n感谢各位老师在本文写作过程中给予的悉心指导和无私帮助。\n"
    paper = cover + "摘要\n" + prose(1) + "\n" + english + "\n一、绪论\n" + prose(2, 30) + thanks
    report = compare(paper, corpus_of(a=cover + english + thanks))
    assert [part.kind for part in report.parts] == [PartKind.COVER, PartKind.ENGLISH_ABSTRACT, PartKind.THANKS]
    assert not any(part.compared for part in report.parts)
    assert report.ratios.total.copied == 0
    assert report.tokens == len((prose(1) + prose(2, 30)).replace("。", "")) + len("摘要一绪论")


def test_what_very_many_documents_have_is_common_and_can_be_left_out():
    formula = "根据有关法律法规的规定结合本市实际情况制定本条例"
    corpus = corpus_of(**{f"d{seed}": prose(seed) + formula for seed in range(25)})
    copied = prose(3)[:40]
    paper = prose(100) + formula + copied
    report, without = compare(paper, corpus), compare(paper, corpus, exclude_common=True)
    assert report.common.copied == len(formula)
    assert {passage.kind for passage in report.passages if passage.common} == {PassageKind.COMMON}
    assert report.ratios.total.copied - without.ratios.total.copied == len(formula)
    assert without.common_excluded and without.ratios.total.copied >= 35


def test_the_paper_itself_is_recognised_and_counts_nowhere():
    paper, other = prose(1, 80), prose(2)
    corpus = corpus_of(itself=paper + "（增刊）", other=other)
    report = compare(paper + other[:50], corpus)
    assert {source.id for source in report.sources if source.itself} == {"itself"}
    assert 45 <= report.ratios.total.copied <= 50


def test_the_same_text_by_somebody_else_is_a_copy_of_the_whole():
    paper = prose(1, 30)
    corpus = corpus_of(own_a=paper)
    assert compare(paper, corpus, author="李四").sources[0].itself
    report = compare(paper, corpus, author="王五")
    assert not report.sources[0].itself
    assert report.ratios.total.ratio == 1.0


def test_a_book_that_has_the_whole_paper_in_it_is_not_the_paper():
    paper = prose(1, 30)
    report = compare(paper, corpus_of(book=prose(2, 60) + paper + prose(3, 60)))
    assert not report.sources[0].itself
    assert report.ratios.total.ratio == 1.0


@pytest.mark.parametrize(
    ("text", "problem", "tokens"),
    [("", Problem.NO_TEXT, 0), ("。，！ \n", Problem.NO_TEXT, 0), ("只有十个字的一篇论文", Problem.TOO_SHORT, 10)],
    ids=["empty", "marks only", "ten characters"],
)
def test_papers_without_enough_text_say_so(text, problem, tokens):
    report = compare(text, corpus_of(a=prose(1)))
    assert (report.problem, report.tokens, report.ratios.total.copied) == (problem, tokens, 0)
    assert (report.ratios.total.ratio is None) == (tokens == 0)


def test_a_scan_without_text_says_so():
    report = compare("", corpus_of(a=prose(1)), pages=(Page(1, 1000, 1400), Page(2, 1000, 1400)))
    assert report.problem is Problem.NO_TEXT


def test_a_paper_that_is_only_a_reference_list_says_so():
    report = compare(REFERENCES, corpus_of(a=prose(1)))
    assert report.problem is Problem.ONLY_REFERENCES


def test_the_notice_names_the_local_corpus_and_that_it_is_not_cnki():
    notice = compare(prose(1), corpus_of(a=prose(2))).notice
    assert "本地语料" in notice and "不是中国知网" in notice


def test_options_default_to_nothing_left_out():
    assert Options() == Options(None, frozenset(), False, frozenset())


@pytest.mark.slow
def test_two_million_characters_are_answered_even_where_they_repeat_themselves(tmp_path):
    unit = prose(1, 400)
    paper = (unit + prose(2, 4000)) * 20 + "的" * 50_000
    paper = (paper * 3)[:2_000_000]
    with EmbeddedCorpus(tmp_path, create=True, background=False) as corpus:
        corpus.add(Source("a"), unit + "的" * 3000)
        report = compare(paper, corpus, stage=Stage.EDITED)
    assert len(paper) == 2_000_000
    assert report.problem is None
    # Everything that the source has is found, wherever it stands, and the rest is not.
    assert report.ratios.total.copied >= paper.count("的" * 50_000) * 50_000 + 20 * len(unit.replace("。", ""))
    assert report.ratios.total.ratio < 0.4


def test_every_value_of_a_report_is_one_that_would_have_been_accepted():
    corpus = MemoryCorpus()
    corpus.add(Source("a", "题", ("张三", "李四"), 2019, "期刊"), prose(1))
    corpus.add(Source("b"), prose(2))
    report = compare(prose(9, 3) + prose(1)[20:90] + "。" + prose(2)[:60] + prose(8, 2), corpus)
    assert len(report.sources) == 2 and len(report.passages) >= 2
    assert from_json(OverlapReport, to_json(report)) == report
    for value in (*report.sources, *report.passages):
        fields = {entry.name: getattr(value, entry.name) for entry in dataclasses.fields(value)}
        assert type(value)(**fields) == value and hash(type(value)(**fields)) == hash(value)
