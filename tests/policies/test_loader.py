from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.errors import InvalidPolicy, UnknownPolicy
from models.policy import Policy, Severity
from models.values import from_json, to_json
from verifier.policies.loader import lint, list_policies, load_policy
from verifier.policies.schema import pack_schema

FOLDER = Path(load_policy.__code__.co_filename).parent
PACKS = {
    "js-sz-2024-opto-qe": ("SZO", 31),
    "js-sz-2024-eng": ("SZE", 45),
    "xj-by-2024-qs": ("BY", 86),
    "ln-2024-qs": ("LN", 38),
    "js-zj-2024": ("ZJ", 37),
}
"""Every pack with the prefix and the number of its notice's requirements."""

SOUND = """\
schema: policy-pack/1
id: sample
title: 试验包
version: "1"
year: 2024
source: {file: 通知, issuer: 评委会}
levels: [中级]
windows:
  online: {start: 2024-08-19, end: null}
facts:
  level: {label: 级别, kind: enum, values: [初级, 中级]}
phrases: {copy_ok: 已审核}
slots: [基本信息]
documents:
  - {type: id_card, slot: 基本信息}
requirements:
  - id: A-1
    clause: 一
    quote: 原文
    severity: correct
    on: [diploma]
    when: {level: 中级}
    checks:
      - {check: phrase, params: {phrase: copy_ok}}
"""


def _write(folder, text, name="sample.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_pack_loads(tmp_path):
    path = _write(tmp_path, SOUND)
    assert lint(path) == []
    policy = load_policy(str(path))
    assert policy.requirements[0].on == ("diploma",)
    assert policy.requirements[0].severity is Severity.CORRECT
    assert policy.windows["online"].end is None
    assert from_json(Policy, to_json(policy)) == policy


@pytest.mark.parametrize(
    ("old", "new", "line", "requirement", "says"),
    [
        ("year: 2024", "year: 2024\nyear: 2025", 6, None, "重复"),
        ("year: 2024", "jahr: 2024", 5, None, "不认识的键"),
        ("year: 2024\n", "", 1, None, "缺少"),
        ("year: 2024", "year: zwanzig", 5, None, "不合规定"),
        ("year: 2024", "year: &a 2024", None, None, None),
        ("levels: [中级]", "levels: *a", 7, None, "YAML"),
        ("    clause: 一", "    klausel: 一", 18, "A-1", "不认识的键"),
        ("severity: correct", "severity: terrible", 20, "A-1", "不合规定"),
        ("check: phrase,", "check: phrases,", 24, "A-1", "没有名为"),
        ("params: {phrase: copy_ok}", "params: {phrase: copy_ko}", 24, "A-1", "copy_ko"),
        ("params: {phrase: copy_ok}", "params: {phrase: copy_ok, tolerance: 3}", 24, "A-1", "参数"),
        ("params: {phrase: copy_ok}", "params: {}", 24, "A-1", "参数"),
        ("params: {phrase: copy_ok}", "params: {phrase: null, tolerance: null}", 24, "A-1", "tolerance"),
        ("on: [diploma]", "on: [diplom]", 21, "A-1", "diplom"),
        ("when: {level: 中级}", "when: {rank: 中级}", 22, "A-1", "rank"),
        ("when: {level: 中级}", "when: {level: 高级}", 22, "A-1", "高级"),
        ("quote: 原文", 'quote: ""', 17, "A-1", "原文"),
        ("{type: id_card, slot: 基本信息}", "{type: id_cart, slot: 基本信息}", 15, None, "id_cart"),
        ("{type: id_card, slot: 基本信息}", "{type: id_card, slot: 其他}", 15, None, "其他"),
        ("{type: id_card, slot: 基本信息}", "{slot: 基本信息}", 15, None, "材料类型"),
        ("已审核}", '"已审核{nobody}"}', 12, None, "nobody"),
        ("已审核}", '"×××"}', 12, None, "固定文字"),
        ("slots:", "templates: {t: ___}\nslots:", 13, None, "固定文字"),
        ("schema: policy-pack/1", "schema: policy-pack/2", 1, None, "不合规定"),
        ("source:", "inherits: [nowhere]\nsource:", 6, None, "nowhere"),
        ("source:", "inherits: [sample]\nsource:", 6, None, "循环"),
        ("title: 试验包", "title: !!python/object:os.system {}", 3, None, "标记"),
        ("title: 试验包", "1: 试验包", 3, None, "键必须是文字"),
    ],
)
def test_every_mistake_is_named(tmp_path, old, new, line, requirement, says):
    assert old in SOUND
    path = _write(tmp_path, SOUND.replace(old, new, 1))
    problems = lint(path)
    if says is None:
        assert problems == []
        return
    named = [problem for problem in problems if says in problem.reason]
    assert named, problems
    assert (named[0].file, named[0].line, named[0].requirement) == ("sample.yaml", line, requirement)
    with pytest.raises(InvalidPolicy) as raised:
        load_policy(str(path))
    assert "sample.yaml" in raised.value.detail


def test_lint_names_all_mistakes_at_once(tmp_path):
    text = (
        SOUND.replace("on: [diploma]", "on: [diplom]")
        .replace("copy_ok}", "copy_ko}")
        .replace("slot: 基本信息", "slot: 无")
    )
    assert len(lint(_write(tmp_path, text))) == 3


def test_two_requirements_of_one_name(tmp_path):
    again = SOUND + SOUND[SOUND.index("  - id: A-1") :]
    (problem,) = lint(_write(tmp_path, again))
    assert "A-1" in problem.reason


def test_a_null_parameter_is_the_notices_silence_not_a_mistake(tmp_path):
    assert lint(_write(tmp_path, SOUND.replace("phrase: copy_ok}", "phrase: null}"))) == []


BASE = SOUND.replace("id: sample", "id: base").replace(
    "phrases: {copy_ok: 已审核}", "phrases: {copy_ok: 旧, other: 其他}"
)
HEIR = """\
schema: policy-pack/1
id: heir
title: 继承
version: "2"
year: 2025
source: {file: 通知, issuer: 评委会}
levels: [初级]
inherits: [base]
phrases: {copy_ok: 新}
documents:
  - {type: diploma}
requirements:
  - {id: A-1, clause: 二, quote: 新原文, severity: warn, on: [degree],
     checks: [{check: phrase, params: {phrase: other}}]}
  - {id: A-2, clause: 三, quote: 又一条, severity: warn, checks: [{check: completeness}]}
"""


def test_a_pack_inherits(tmp_path):
    _write(tmp_path, BASE, "base.yaml")
    heir = load_policy(str(_write(tmp_path, HEIR, "heir.yaml")))
    assert (heir.id, heir.year, heir.levels, heir.slots) == ("heir", 2025, ("初级",), ("基本信息",))
    assert heir.phrases == {"copy_ok": "新", "other": "其他"}
    assert [rule.type for rule in heir.documents] == ["id_card", "diploma"]
    assert [(entry.id, entry.clause) for entry in heir.requirements] == [("A-1", "二"), ("A-2", "三")]
    assert heir.facts["level"].label == "级别"


def test_a_mistake_in_an_heir_keeps_its_own_line(tmp_path):
    _write(tmp_path, BASE, "base.yaml")
    path = _write(tmp_path, HEIR.replace("type: diploma", "type: diplom"), "heir.yaml")
    (problem,) = lint(path)
    assert (problem.file, problem.line, problem.key) == ("heir.yaml", 11, "documents.0")


def test_a_mistake_in_a_base_is_named_there(tmp_path):
    _write(tmp_path, BASE.replace("on: [diploma]", "on: [diplom]"), "base.yaml")
    (problem,) = lint(_write(tmp_path, HEIR, "heir.yaml"))
    assert problem.file == "base.yaml"


@pytest.mark.parametrize("name", ["", "nothing", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000, "nothing.yaml"])
def test_an_unknown_pack(name):
    with pytest.raises(UnknownPolicy):
        load_policy(name)


def test_the_shipped_packs_are_sound():
    for path in FOLDER.glob("*.yaml"):
        assert lint(path) == [], path.name
    assert {pack.id for pack in list_policies()} == set(PACKS)


@pytest.mark.parametrize(("name", "prefix", "count"), [(name, *rows) for name, rows in PACKS.items()])
def test_every_pack_covers_its_notice(name, prefix, count):
    pack = load_policy(name)
    assert not pack.unjudged
    assert {requirement.id for requirement in pack.requirements} == {
        f"{prefix}-{number:02}" for number in range(1, count + 1)
    }
    assert all(requirement.quote and requirement.clause for requirement in pack.requirements)


def test_quotes_are_letter_by_letter():
    """Needs the notice itself, which names people and is no part of this repository."""
    place = os.environ.get("VERIFIER_NOTICES")
    if not place or not Path(place).is_dir():
        pytest.skip("VERIFIER_NOTICES names no folder with the notices")
    for summary in list_policies():
        pack = load_policy(summary.id)
        notices = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in Path(place).iterdir()}
        # A page may end within a sentence.
        notice = notices[pack.source.sha256].read_text(encoding="utf-8").replace("\n", "")
        assert [entry.id for entry in (*pack.requirements, *pack.unjudged) if entry.quote not in notice] == []


def test_the_schema_knows_every_check():
    schema = pack_schema()
    calls = schema["$defs"]["CheckCall"]["oneOf"]
    assert {"const": "workdays"} in [call["properties"]["check"] for call in calls]
    assert json.loads(json.dumps(schema)) == schema


_LINES = SOUND.splitlines()
_TOKENS = [
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "&a ",
    "*a",
    "!!str ",
    "null",
    "'",
    '"',
    "\t",
    "\0",
    "#",
    "|",
    "? ",
    "---\n",
    "on",
    "😀",
]


@st.composite
def _mutated(draw):
    lines = list(_LINES)
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "insert"])):
            case "drop" if len(lines) > 1:
                lines.pop(index)
            case "double":
                lines.insert(index, lines[index])
            case "swap":
                lines[0], lines[index] = lines[index], lines[0]
            case _:
                at = draw(st.integers(0, len(lines[index])))
                lines[index] = lines[index][:at] + draw(st.sampled_from(_TOKENS)) + lines[index][at:]
    return "\n".join(lines)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.one_of(_mutated(), st.text(max_size=200), st.just("[" * 1200), st.just("a: {b: " * 40)))
def test_a_broken_pack_is_never_more_than_an_invalid_policy(tmp_path, text):
    path = _write(tmp_path, text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    try:
        load_policy(str(path))
    except InvalidPolicy:
        assert lint(path)
    else:
        assert lint(path) == []
