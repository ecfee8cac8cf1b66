"""The letter to the applicant: everything certain, once, in the order of the notice; nothing that a person must see."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pypdfium2
import pytest
from docx import Document

from models.application import Material
from models.errors import InvalidRequest
from models.policy import Severity
from models.report import Evidence, Finding, Report, Verdict
from models.roster import RosterFinding
from tests.reports.fictional import NOW, fictional_case
from verifier.judging import judge
from verifier.policies.loader import list_policies, load_policy
from verifier.reports.notice import notice_of
from verifier.reports.notice_files import notice_docx, notice_pdf

POLICY = load_policy("xj-by-2024-qs")
CASE = fictional_case()
REPORT = judge(CASE, POLICY, now=NOW)
DEADLINE = dt.date(2024, 9, 30)


def report_of(*findings, verdict=Verdict.FAILED):
    return Report("a", POLICY.id, POLICY.version, findings, verdict, (), NOW)


def finding(requirement="R-1", severity=Severity.CORRECT, verdict=Verdict.FAILED, **more):
    values = {"message": "签名是打印的", "remedy": "请手写", "defect": "签名是打印的", "mending": "请手写", **more}
    return Finding(requirement, f"条款{requirement}", f"原文{requirement}", verdict, severity, **values)


def notice(*findings, **options):
    return notice_of(report_of(*findings), CASE, POLICY, **options)


def test_nothing_to_mend_needs_no_letter():
    assert notice(finding(verdict=Verdict.NEEDS_REVIEW), finding(severity=Severity.WARN)) is None


def test_every_certain_defect_stands_in_the_letter_and_nothing_else():
    letter = notice_of(REPORT, CASE, POLICY, deadline=DEADLINE)

    said = "\n".join(item.problem for part in letter.parts for item in part.items)
    bases = "\n".join(basis for part in letter.parts for item in part.items for basis in item.basis)
    for one in REPORT.findings:
        if one.verdict is Verdict.FAILED:
            assert one.quote in bases
            lines = [re.sub(r"(\d{4})-0?(\d+)-0?(\d+)", r"\1年\2月\3日", line) for line in one.defect.splitlines()]
            lines = [line.replace("日/", "日至") for line in lines]
            assert all(line.strip().rstrip("。；") in said for line in lines)
    assert "须人工" not in said and "核对一致" not in said


def test_items_are_numbered_through_all_parts_rejections_first():
    letter = notice(
        finding("A"), finding("B", Severity.REJECT, message="x", defect="x"), finding("C", Severity.WARN, defect="y")
    )

    assert [item.number for part in letter.parts for item in part.items] == [1, 2, 3]
    assert "不予受理" in letter.title and "不予受理" in letter.parts[0].heading


def test_one_defect_under_two_clauses_stands_there_once_with_both():
    seen = (Evidence("d", 1, CASE.observations and next(iter(CASE.observations.values())).pages[0].lines[0].box),)
    twice = (finding("BY-14", document="d", evidence=seen), finding("BY-68", document="d", evidence=seen))

    (part,) = notice(*twice).parts

    assert len(part.items) == 1 and len(part.items[0].basis) == 2
    assert part.items[0].problem.count("签名是打印的") == 1


def test_one_defect_of_the_whole_application_stands_there_once_whatever_clauses_say_so():
    (part,) = notice(finding("A"), finding("B"), finding("C", message="x", defect="x")).parts

    assert [(item.problem, len(item.basis)) for item in part.items] == [("签名是打印的。", 0), ("x。", 0)]
    known = [requirement.id for requirement in POLICY.requirements[:2]]
    (part,) = notice(*map(finding, known)).parts
    assert [len(item.basis) for item in part.items] == [2]


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("晚于2024-09-08—2024-11-30", "晚于2024年9月8日—2024年11月30日"),
        ("（2024-03-11）之后", "（2024年3月11日）之后"),
        ("有效期限 2004-09-09/2024-09-09", "有效期限 2004年9月9日至2024年9月9日"),
        ("文件 2024-03-11.pdf 与 GB/T 1-2024-03-11", "文件 2024-03-11.pdf 与 GB/T 1-2024-03-11"),
        ("号码 2024-13-11、92024-03-11、2024-03-111", "号码 2024-13-11、92024-03-11、2024-03-111"),
    ],
)
def test_days_are_written_as_letters_write_them(told, written):
    (part,) = notice(finding(message=told, defect=told)).parts
    assert part.items[0].problem == f"{written}。"


def test_what_the_office_owes_itself_stands_in_no_letter():
    owed = replace(POLICY.requirements[0], duty="office")
    policy = replace(POLICY, requirements=(owed, *POLICY.requirements[1:]))
    own, applicants = finding(owed.id), finding(POLICY.requirements[1].id, message="x", defect="x")

    letter = notice_of(report_of(own, applicants), CASE, policy)
    assert [item.problem for part in letter.parts for item in part.items] == ["x。"]
    assert notice_of(report_of(own), CASE, policy) is None


def test_where_nothing_can_be_mended_any_more_it_is_said_once():
    policy = replace(POLICY, process=replace(POLICY.process, resubmit=False))
    closed = replace(CASE, application=replace(CASE.application, received_at=NOW))
    letter = notice_of(report_of(finding(severity=Severity.REJECT)), closed, policy)

    assert [item.remedy for part in letter.parts for item in part.items] == [""]
    assert [line for line in letter.closing if "不能再补正" in line] == [letter.closing[0]]
    assert "处理办法" not in words(notice_docx(letter)) and "避免遗漏" not in "".join(letter.closing)
    pdf = pypdfium2.PdfDocument(notice_pdf(letter))
    assert "处理办法" not in "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()


def test_a_letter_that_comes_too_early_is_a_draft():
    assert notice(finding()).draft == ""
    assert "1 项" in notice(finding(), finding("B", verdict=Verdict.NEEDS_REVIEW)).draft


LOCKED = Material("其他材料/b.pdf", "0" * 64, "b.pdf", "其他材料", refusal="encrypted_file")


def with_locked_file():
    application = replace(CASE.application, materials=(*CASE.application.materials, LOCKED))
    return replace(CASE, application=application)


@pytest.mark.parametrize("name", [pack.id for pack in list_policies()])
def test_a_file_that_does_not_open_stands_in_the_letter_with_what_to_do(name):
    policy, case = load_policy(name), with_locked_file()
    letter = notice_of(judge(case, policy, now=NOW), case, policy)

    (item,) = [item for part in letter.parts for item in part.items if "b.pdf" in item.material]
    assert item.material == "“其他材料”栏目的文件（b.pdf）"
    assert "打不开" in item.problem and "有密码" in item.problem and "去掉密码" in item.remedy
    # Only what a clause says is quoted as if the notice said it.
    assert all("系统核对" not in basis for part in letter.parts for one in part.items for basis in one.basis)
    word = words(notice_docx(letter))
    assert "去掉密码" in word and "依据：\n" not in word


ROW = RosterFinding(
    "differs", Verdict.FAILED, "“性别”为“男”，《居民身份证》为“女”", "更正", "名册", 5, "性别", "C5", "a"
)


def test_what_is_wrong_in_the_roster_is_told_after_the_papers():
    asked = replace(ROW, verdict=Verdict.NEEDS_REVIEW, message="联系电话不像")
    letter = notice(finding(), roster=(ROW, asked))

    last = letter.parts[-1]
    assert "花名册" in last.heading and "1 项" in last.heading
    assert [(one.number, one.material, one.basis) for one in last.items] == [(2, "花名册第 5 行“性别”", ())]
    assert "1 项" in letter.draft
    assert notice(roster=(ROW,)) is not None and notice(roster=(asked,)) is None


def test_deadline_and_submissions_are_told():
    case = replace(CASE, application=replace(CASE.application, submission_number=2))
    policy = replace(POLICY, process=replace(POLICY.process, max_submissions=3))

    closing = "".join(notice_of(report_of(finding()), case, policy, deadline=DEADLINE).closing)

    assert "2024年9月30日前" in closing and "第 2 次" in closing and "还可提交 1 次" in closing
    assert "　年" in "".join(notice(finding()).closing)


def words(docx):
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs)


def test_word_and_pdf_say_the_same():
    letter = notice_of(REPORT, CASE, POLICY, deadline=DEADLINE)
    word, pdf = words(notice_docx(letter)), pypdfium2.PdfDocument(notice_pdf(letter))
    shown = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()

    bare = "".join(shown.split())
    for part in letter.parts:
        for item in part.items:
            assert item.problem in word
            assert "".join(item.remedy.split())[:12] in bare
    assert letter.title in word and letter.title in bare and "{" not in word


HOSTILE = "林#set text(size: 99pt)<公章>&A{{ 7*7 }}墨"


def test_a_name_stays_a_name():
    letter = replace(notice(finding()), addressee=HOSTILE)

    assert HOSTILE in words(notice_docx(letter))
    with pypdfium2.PdfDocument(notice_pdf(letter)) as pdf:
        assert "#set text(size: 99pt)" in pdf[0].get_textpage().get_text_bounded()


def test_chinese_fonts_are_embedded():
    data = notice_pdf(notice(finding()))

    assert b"FontFile" in data and b"VerifierSong" in data.replace(b"+", b"")


def template(text):
    stream = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def test_an_office_words_it_its_own_way(tmp_path):
    own = tmp_path / "own.docx"
    own.write_bytes(template("{{ addressee }}，共 {{ parts | length }} 部分"))

    assert words(notice_docx(notice(finding()), own)).endswith("，共 1 部分")


@pytest.mark.parametrize("content", [b"no docx", template("{{ title"), template("{% for x in y %}")])
def test_a_template_that_cannot_be_used_is_named(tmp_path, content):
    own = tmp_path / "own.docx"
    own.write_bytes(content)

    with pytest.raises(InvalidRequest, match=r"docs/notices\.md"):
        notice_docx(notice(finding()), own)


def test_the_template_of_the_package_names_no_author():
    with zipfile.ZipFile(io.BytesIO(notice_docx(notice(finding())))) as archive:
        assert b"python-docx" not in archive.read("docProps/core.xml")
