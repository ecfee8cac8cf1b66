"""Inside the child: the texts of WordprocessingML parts, read by expat without a tree."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.limits import MAX_DOCX_CHARACTERS, MAX_DOCX_TEXTS, MAX_METADATA_CHARACTERS, MAX_XML_DEPTH

_W: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_OFF: Final = frozenset({"0", "false", "off", "none"})
_AUTHORED: Final = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "comment"})
_REMOVED: Final = frozenset({"del", "moveFrom"})
_DESCRIBED: Final = frozenset({"docPr", "cNvPr"})
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

Attributes = dict[str, str]


class Texts:
    """What was found, as (kind of surface, text), within bounds."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden_styles = hidden
        self.found: list[tuple[str, str]] = []
        self._room = MAX_DOCX_CHARACTERS

    def add(self, kind: str, text: str) -> None:
        """Keep a text; nothing where it is blank or the bounds are reached."""
        text = text.strip()[: min(self._room, MAX_METADATA_CHARACTERS)]
        if text and len(self.found) < MAX_DOCX_TEXTS:
            self._room -= len(text)
            self.found.append((kind, text))


def parse(xml: bytes, start: object, end: object, text: object) -> None:
    """Run expat over a part; names arrive as `namespace name`.

    Raises:
        Refusal: not well-formed, a DOCTYPE, nested too deeply.
    """
    if not xml:
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def started(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise Refusal(ExitCode.LIMITS)
        start(name, attributes)  # type: ignore[operator]

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)  # type: ignore[operator]

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Refusal(ExitCode.BROKEN) from None


def _refuse_doctype(*_: object) -> None:
    raise Refusal(ExitCode.BROKEN)


def story(xml: bytes, texts: Texts, *, visible: str) -> None:
    """Read a body, a header, notes or comments: paragraph by paragraph, each kind of text apart."""
    reader = _Story(texts, visible)
    parse(xml, reader.start, reader.end, reader.text)
    reader.close()


class _Story:
    """State of a story while it is read. Paragraphs may nest: a text box stands inside a run of another paragraph."""

    def __init__(self, texts: Texts, visible: str) -> None:
        self._texts = texts
        self._visible = visible
        self._open: list[dict[str, list[str]]] = [{}]
        self._hidden: list[bool] = [False]
        self._paragraph_hidden: list[bool] = [False]
        self._removed = 0
        self._skipped = 0
        self._taking: str | None = None
        self._in_run_properties = 0

    def start(self, name: str, attributes: Attributes) -> None:
        namespace, _, local = name.rpartition(" ")
        if local == "Fallback":
            self._skipped += 1  # the same text box once more, for older programs
        if local in _DESCRIBED:
            for key in ("name", "descr", "title"):
                self._texts.add("metadata", attributes.get(key, ""))
        if namespace not in _W or self._skipped:
            return
        if local in _AUTHORED:
            self._texts.add("comment" if local == "comment" else "tracked_change", _attribute(attributes, "author"))
        if local in _REMOVED:
            self._removed += 1
        elif local == "p":
            self._open.append({})
            self._paragraph_hidden.append(False)
        elif local == "pStyle":
            self._paragraph_hidden[-1] = _attribute(attributes, "val") in self._texts.hidden_styles
        elif local == "r":
            self._hidden.append(self._paragraph_hidden[-1])
        elif local == "rPr":
            self._in_run_properties += 1
        elif local in ("vanish", "webHidden", "specVanish") and self._in_run_properties and len(self._hidden) > 1:
            self._hidden[-1] = _attribute(attributes, "val") not in _OFF
        elif local == "rStyle" and _attribute(attributes, "val") in self._texts.hidden_styles:
            self._hidden[-1] = True
        elif local in ("t", "delText", "instrText", "delInstrText"):
            self._taking = self._kind(local)
        elif local in _BREAKS:
            self._put(self._kind("t"), _BREAKS[local])

    def end(self, name: str) -> None:
        namespace, _, local = name.rpartition(" ")
        if local == "Fallback":
            self._skipped -= 1
        if namespace not in _W or self._skipped:
            return
        if local in _REMOVED:
            self._removed -= 1
        elif local == "p":
            self._flush(self._open.pop())
            self._paragraph_hidden.pop()
        elif local == "r":
            self._hidden.pop()
        elif local == "rPr":
            self._in_run_properties -= 1
        elif local in ("t", "delText", "instrText", "delInstrText"):
            self._taking = None

    def text(self, data: str) -> None:
        if self._taking is not None:
            self._put(self._taking, data)

    def close(self) -> None:
        self._flush(self._open[0])

    def _kind(self, local: str) -> str:
        if self._removed or local.startswith("del"):
            return "tracked_change"
        if local == "instrText" or self._hidden[-1]:
            return "hidden_text"
        return self._visible

    def _put(self, kind: str, text: str) -> None:
        self._open[-1].setdefault(kind, []).append(text)

    def _flush(self, paragraph: dict[str, list[str]]) -> None:
        for kind, pieces in paragraph.items():
            self._texts.add(kind, "".join(pieces))


def hidden_styles(xml: bytes) -> frozenset[str]:
    """Return the ids of styles that hide their text."""
    found: set[str] = set()
    current = [""]

    def start(name: str, attributes: Attributes) -> None:
        local = name.rpartition(" ")[2]
        if local == "style":
            current[0] = _attribute(attributes, "styleId")
        elif local == "vanish" and current[0] and _attribute(attributes, "val") not in _OFF:
            found.add(current[0])

    def end(name: str) -> None:
        if name.rpartition(" ")[2] == "style":
            current[0] = ""

    parse(xml, start, end, lambda _: None)
    return frozenset(found)


def properties(xml: bytes, texts: Texts) -> None:
    """Read properties, settings and custom XML: every text and every value that somebody may have typed."""

    def start(name: str, attributes: Attributes) -> None:
        local = name.rpartition(" ")[2]
        keys = {"docVar": ("name", "val"), "person": ("author",), "property": ("name",)}.get(local, ())
        for key in keys:
            texts.add("metadata", _attribute(attributes, key))

    parse(xml, start, lambda _: None, lambda data: texts.add("metadata", data))


def relations(xml: bytes, texts: Texts) -> None:
    """Read where a part points to outside of the file: told, never followed."""

    def start(name: str, attributes: Attributes) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode", "").lower() == "external":
            texts.add("link", attributes.get("Target", ""))

    parse(xml, start, lambda _: None, lambda _: None)


def _attribute(attributes: Attributes, local: str) -> str:
    """Return an attribute by its local name: Word writes them in its namespace."""
    return next((value for name, value in attributes.items() if name.rpartition(" ")[2] == local), "")
