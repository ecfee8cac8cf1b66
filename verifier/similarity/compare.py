"""The recipe: one paper against a corpus, in three passes, each with a report of its own.

A finds every verbatim run of 13 tokens or more; B finds edited copies in the nearest sources; C names sentences that
look rewritten, for a reader. The ratios are of A and B. They are those of the local corpus under stated rules; they are
not, and must not be called, the figures of CNKI.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from models.document import Page
from models.messages import text as message
from models.overlap import OverlapReport, PartKind, Problem, Stage
from verifier.similarity.corpus import CorpusIndex, Found
from verifier.similarity.edited import EDITED_RULE, Aligner
from verifier.similarity.matches import Match, exact_match, with_edited
from verifier.similarity.ownership import has_little_else, may_be_itself
from verifier.similarity.paper import Paper
from verifier.similarity.report import build_report, with_suspected
from verifier.similarity.suspected import Suspected, find_suspected
from verifier.similarity.tokens import RULE_VERSION, tokenise

RULES: Final = f"{RULE_VERSION}+{EDITED_RULE}"
"""Names the rules behind the ratios."""

NEAR_SOURCES: Final = 64
"""So many sources are looked at for edited copies; for verbatim runs there is no such bound."""

SUSPECTED_SOURCES: Final = 12


@dataclass(frozen=True)
class Options:
    """What a reader may choose.

    Args:
        author: sources with this author count as the author's own publications (本人已发表文献).
        own: ids of further own publications.
        exclude_common: leave what very many documents have (常见表述) out of the ratios.
        exclude: ids of documents that are not looked at at all.
    """

    author: str | None = None
    own: frozenset[str] = frozenset()
    exclude_common: bool = False
    exclude: frozenset[str] = frozenset()


def compare(
    text: str,
    corpus: CorpusIndex,
    *,
    author: str | None = None,
    own: frozenset[str] = frozenset(),
    pages: Sequence[Page] = (),
    exclude_common: bool = False,
    exclude: frozenset[str] = frozenset(),
    stage: Stage = Stage.COMPLETE,
) -> OverlapReport:
    """Compare a paper with a corpus.

    Args:
        text: the paper; offsets in the answer are code points of it.
        corpus: where to search.
        author: sources with this author count as the author's own publications (本人已发表文献).
        own: ids of further own publications.
        pages: the pages whose `Observation.text` is `text`; gives passages a page and a box.
        exclude_common: leave what very many documents have out of the ratios.
        exclude: ids of documents that are not looked at at all.
        stage: how far to go.
    """
    comparison = Comparison(text, corpus, Options(author, own, exclude_common, exclude), pages)
    return next(report for report in comparison.reports() if report.stage is stage)


class Comparison:
    """One paper against a corpus; `reports` gives what is known, stage by stage."""

    def __init__(
        self, text: str, corpus: CorpusIndex, options: Options | None = None, pages: Sequence[Page] = ()
    ) -> None:
        self._corpus = corpus
        self._options = options or Options()
        self._paper = Paper.of(text, pages)
        self._texts: dict[str, str] = {}

    def reports(self) -> Iterator[OverlapReport]:
        """Give the report after each pass: verbatim, edited, complete."""
        matches = [exact_match(entry) for entry in self._found.exact]
        yield self._report(matches, Stage.VERBATIM)
        matches = self._edited(matches)
        report = self._report(matches, Stage.EDITED)
        yield report
        yield with_suspected(report, self._paper, self._suspected(matches))

    @cached_property
    def _found(self) -> Found:
        return self._corpus.search(self._paper.tokens, exclude=self._options.exclude, near=NEAR_SOURCES)

    def _edited(self, matches: Sequence[Match]) -> list[Match]:
        """Look for edited copies in the nearest sources."""
        if not self._found.near:
            return list(matches)
        aligner = Aligner(self._paper.tokens.ids)
        known = {match.source.id: match for match in matches}
        for source in self._found.near:
            body = self._text(source.id)
            if body is None:
                continue
            tokens = tokenise(body)
            passages = aligner.align(tokens.ids)
            if passages:
                known[source.id] = with_edited(known.get(source.id), source, passages, tokens, len(self._paper.tokens))
        return sorted(known.values(), key=lambda match: (-match.tokens, match.source.id))

    def _suspected(self, matches: Sequence[Match]) -> list[Suspected]:
        """Look for sentences that look rewritten, in the nearest sources."""
        nearest = [source.id for source in self._found.near[:SUSPECTED_SOURCES]]
        texts = [(key, body, tokenise(body)) for key in nearest if (body := self._text(key)) is not None]
        return find_suspected(
            self._paper.text, self._paper.tokens, self._paper.covered_by(matches) | ~self._paper.compared, texts
        )

    def _itself(self, matches: Sequence[Match]) -> frozenset[str]:
        """Return the sources that are the paper itself."""
        return frozenset(
            match.source.id
            for match in matches
            if may_be_itself(self._paper, match, self._options.author, self._options.own)
            and has_little_else(self._paper, self._text(match.source.id) or "")
        )

    def _text(self, source_id: str) -> str | None:
        if source_id not in self._texts:
            body = self._corpus.text(source_id)
            if body is None:
                return None
            self._texts[source_id] = body
        return self._texts[source_id]

    def _report(self, matches: Sequence[Match], stage: Stage) -> OverlapReport:
        documents = len(self._corpus)
        return build_report(
            self._paper,
            matches,
            itself=self._itself(matches),
            author=self._options.author,
            own=self._options.own,
            exclude_common=self._options.exclude_common,
            corpus_documents=documents,
            unanswered=self._found.unanswered,
            stage=stage,
            rule=RULES,
            problem=_problem(self._paper),
            notice=message("similarity.notice", count=documents),
        )


def _problem(paper: Paper) -> Problem | None:
    compared = int(paper.compared.sum())
    if compared == 0:
        return Problem.NO_TEXT
    references = sum(part.tokens for part in paper.parts if part.kind is PartKind.REFERENCES)
    if references == compared:
        return Problem.ONLY_REFERENCES
    return Problem.TOO_SHORT if compared < 13 else None
