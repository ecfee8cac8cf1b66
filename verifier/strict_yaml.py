"""YAML as written by people, read strictly: no duplicate keys, no aliases, no surprising types, every line known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml

from models.messages import text

Path_: TypeAlias = tuple[str | int, ...]
"""Where a value stands: keys and indices from the top."""

_DEEPEST: Final = 24
"""A pack needs 8 levels; more is a mistake or an attack on the reader's stack."""


@dataclass(frozen=True)
class YamlSource:
    """The plain value of a file and the line (from 1) on which each of its parts begins."""

    value: Any
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """Return the line of the part at `path`, or of the nearest part around it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class YamlRefused(Exception):
    """The file is not the strict YAML that a pack is written in: `line` (from 1) and `reason`."""

    def __init__(self, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        super().__init__(reason)


class _PlainLoader(yaml.SafeLoader):
    """YAML 1.2's core types. YAML 1.1, PyYAML's default, reads the key `on` as True and 2024-08-19 as a date object."""


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789"),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def read_yaml(content: str) -> YamlSource:
    """Return the value that `content` holds, with the line of each part.

    Raises:
        YamlRefused: not YAML, several documents, a duplicate key, a key that is no text, an alias or a tag.
    """
    try:
        node = yaml.compose(content, Loader=_PlainLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlRefused(mark.line + 1 if mark else 1, text("policies.not_yaml")) from error
    if node is None:
        raise YamlRefused(1, text("policies.empty"))
    lines: dict[Path_, int] = {}
    return YamlSource(_plain(node, (), lines, set()), lines)


def _plain(node: yaml.Node, path: Path_, lines: dict[Path_, int], seen: set[int]) -> Any:  # noqa: ANN401  # any YAML value
    line = node.start_mark.line + 1
    if id(node) in seen:
        # An alias: ten lines of them can describe a billion nodes.
        raise YamlRefused(line, text("policies.alias"))
    if len(path) > _DEEPEST:
        raise YamlRefused(line, text("policies.too_deep"))
    seen.add(id(node))
    lines[path] = line
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, seen)
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_plain(child, (*path, index), lines, seen) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, line)
    raise YamlRefused(line, text("policies.tag", tag=node.tag))


def _mapping(node: yaml.MappingNode, path: Path_, lines: dict[Path_, int], seen: set[int]) -> dict[str, Any]:
    if node.tag != "tag:yaml.org,2002:map":
        raise YamlRefused(node.start_mark.line + 1, text("policies.tag", tag=node.tag))
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str) or key_node.tag != "tag:yaml.org,2002:str":
            raise YamlRefused(line, text("policies.key_not_text"))
        if key in mapping:
            raise YamlRefused(line, text("policies.duplicate_key", key=key))
        mapping[key] = _plain(value_node, (*path, key), lines, seen)
        lines[(*path, key)] = line
    return mapping


def _scalar(node: yaml.ScalarNode, line: int) -> Any:  # noqa: ANN401  # any YAML scalar
    value: str = node.value
    match node.tag.removeprefix("tag:yaml.org,2002:"):
        case "str":
            return value
        case "null":
            return None
        case "bool":
            return value == "true"
        case "int" if len(value) < 19:
            return int(value)
        case "float" if len(value) < 19:
            return float(value)
        case _:
            raise YamlRefused(line, text("policies.tag", tag=node.tag))
