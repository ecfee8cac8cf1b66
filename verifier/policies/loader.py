"""Loads a policy pack, all of it or not at all: every mistake is named by file, line, requirement and key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from models.errors import InvalidPolicy, UnknownPolicy
from models.messages import text
from models.policy import Policy
from models.values import adapter
from verifier.policies.inheritance import merge
from verifier.policies.references import troubles
from verifier.strict_yaml import YamlRefused, YamlSource, read_yaml

_SUFFIX: Final = ".yaml"
_PACKAGED: Final = Path(str(files("verifier.policies")))


@dataclass(frozen=True)
class PolicySummary:
    """One pack of the list: `requirements` counts them."""

    id: str
    title: str
    year: int
    version: str
    requirements: int


@dataclass(frozen=True)
class PolicyProblem:
    """One mistake in a pack: file name, line (from 1), requirement (or None), key (dotted) and reason."""

    file: str
    line: int
    requirement: str | None
    key: str
    reason: str

    def __str__(self) -> str:
        parts = [f"{self.file}:{self.line}", self.requirement or "", self.key, self.reason]
        return " ".join(part for part in parts if part)


def load_policy(id_or_path: str) -> Policy:
    """Return the pack of this id (shipped with the product) or in this YAML file.

    Raises:
        UnknownPolicy: there is no such pack and no such file.
        InvalidPolicy: the pack has mistakes; the first one is named, `lint` names all.
    """
    path = _find(id_or_path)
    if path.parent == _PACKAGED:
        return _packaged(path.name)
    return _load(path)


def list_policies() -> list[PolicySummary]:
    """Return the packs that come with the product, by id; bases that others inherit are left out."""
    packs = [_packaged(path.name) for path in sorted(_PACKAGED.glob(f"*{_SUFFIX}"))]
    return [
        PolicySummary(pack.id, pack.title, pack.year, pack.version, len(pack.requirements))
        for pack in packs
        if pack.requirements
    ]


def lint(path: Path) -> list[PolicyProblem]:
    """Return every mistake of the pack in `path`, by line; an empty list where it is sound."""
    return _read(path, ())[1]


def problems_of(policy_id: str) -> list[PolicyProblem]:
    """Return every mistake of a pack that is listed; raises UnknownPolicy where there is none of the id."""
    return lint(_find(policy_id))


@lru_cache(maxsize=64)
def _packaged(name: str) -> Policy:
    return _load(_PACKAGED / name)


def _load(path: Path) -> Policy:
    policy, problems = _read(path, ())
    if policy is None or problems:
        first = problems[0]
        where = f"{first.requirement} {first.key}" if first.requirement else first.key
        raise InvalidPolicy(file=f"{first.file}:{first.line}", requirement=where, reason=first.reason)
    return policy


def _find(id_or_path: str, beside: Path | None = None) -> Path:
    """Return the file of a pack; an id is looked for beside the pack that names it, then among the shipped ones."""
    try:
        if id_or_path.endswith((_SUFFIX, ".yml")):
            if Path(id_or_path).is_file():
                return Path(id_or_path)
        elif "/" not in id_or_path and not id_or_path.startswith("."):
            for folder in filter(None, (beside, _PACKAGED)):
                if (folder / f"{id_or_path}{_SUFFIX}").is_file():
                    return folder / f"{id_or_path}{_SUFFIX}"
    except (OSError, ValueError) as error:
        raise UnknownPolicy(policy=id_or_path[:100]) from error
    raise UnknownPolicy(policy=id_or_path[:100])


def _read(path: Path, heirs: Sequence[Path]) -> tuple[Policy | None, list[PolicyProblem]]:
    """Return the pack with its bases merged in, and the mistakes of the file at `path`."""
    try:
        source = read_yaml(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, OSError):
        return None, [PolicyProblem(path.name, 1, None, "", text("policies.not_utf8"))]
    except YamlRefused as refused:
        return None, [PolicyProblem(path.name, refused.line, None, "", refused.reason)]
    if not isinstance(source.value, dict):
        return None, [PolicyProblem(path.name, 1, None, "", text("policies.not_a_table"))]
    alone = list(_shape_problems(path, source))
    if alone:
        return None, alone
    merged, problems = _with_bases(path, source, heirs)
    if problems:
        return None, problems
    policy: Policy = adapter(Policy).validate_python(merged)
    return policy, _reference_problems(path, source, policy)


def _shape_problems(path: Path, source: YamlSource) -> Iterator[PolicyProblem]:
    """Yield what is wrong with the file by itself: unknown keys, missing keys, values of a wrong kind."""
    try:
        adapter(Policy).validate_python(source.value)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            place = tuple(problem["loc"])
            if place and place[-1] == "[key]":
                place = place[:-1]
            yield _problem(path, source, place, _reason(problem["type"], problem["msg"]))


def _reason(kind: str, message: str) -> str:
    known = {"missing": "policies.missing_key", "unexpected_keyword_argument": "policies.unknown_key"}
    return text(known[kind]) if kind in known else text("policies.bad_value", why=message)


def _with_bases(path: Path, source: YamlSource, heirs: Sequence[Path]) -> tuple[dict[str, Any], list[PolicyProblem]]:
    merged: dict[str, Any] = {}
    for index, name in enumerate(source.value.get("inherits") or []):
        place = ("inherits", index)
        try:
            base_path = _find(name, path.parent)
        except UnknownPolicy:
            return {}, [_problem(path, source, place, text("policies.unknown_base", name=name))]
        if base_path.resolve() in [heir.resolve() for heir in (*heirs, path)]:
            return {}, [_problem(path, source, place, text("policies.circular", name=name))]
        base, problems = _read(base_path, (*heirs, path))
        if base is None or problems:
            return {}, problems
        merged = merge(merged, {**adapter(Policy).dump_python(base, mode="json", exclude_defaults=True)})
    return merge(merged, source.value), []


def _reference_problems(path: Path, source: YamlSource, policy: Policy) -> list[PolicyProblem]:
    found = []
    for place, reason in troubles(policy):
        found.append(_problem(path, source, _own_place(place, source, policy), reason, policy))
    return sorted(found, key=lambda problem: problem.line)


def _own_place(place: tuple[str | int, ...], source: YamlSource, policy: Policy) -> tuple[str | int, ...]:
    """Return where a part of the merged pack stands in this file: inherited parts come before its own."""
    table = place[0]
    own = source.value.get(table) or []
    if table == "documents" and isinstance(place[1], int):
        return (table, place[1] - (len(policy.documents) - len(own)), *place[2:])
    if table == "requirements" and isinstance(place[1], int):
        ids = [requirement["id"] for requirement in own]
        name = policy.requirements[place[1]].id
        return (table, ids.index(name), *place[2:]) if name in ids else ()
    return place


def _problem(
    path: Path, source: YamlSource, place: tuple[str | int, ...], reason: str, policy: Policy | None = None
) -> PolicyProblem:
    requirement = None
    if len(place) > 1 and place[0] == "requirements" and isinstance(place[1], int):
        entry = source.value["requirements"][place[1]]
        requirement = entry.get("id") if isinstance(entry, dict) and isinstance(entry.get("id"), str) else str(place[1])
    key = ".".join(str(part) for part in place)
    return PolicyProblem(path.name, source.line(place), requirement, key, reason)
