"""论文 as it is handed in: cover, imprint, contents and body of an invented journal; or the sample's two pages."""

from __future__ import annotations

from tests.synthesis.documents.article_pages import body_pages
from tests.synthesis.documents.common import Style
from tests.synthesis.documents.journal_pages import contents_page, cover_page, imprint_page
from tests.synthesis.documents.short_paper import short_paper
from tests.synthesis.documents.works import work
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn


def paper(
    scene: Scene,
    look: Style,
    *,
    copied: str | None = None,
    cover_first: bool = False,
    cover_second: bool = False,
    columns: int | None = None,
    bound: bool | None = None,
    rank: int = 1,
    authors: int | None = None,
    count: int | None = None,
    text: str | None = None,
    noted: bool | None = None,
) -> list[Drawn]:
    """A paper of an invented journal.

    Args:
        scene: the applicant is one of the authors.
        look: its layout decides the journal's: a bulletin in two columns, a trade magazine, one in a single column.
        copied, cover_first, cover_second: the sample's paper of two pages: `copied` is set among its own paragraphs,
            `cover_…` hides the author on that page for good.
        columns: of the body, by default those of the layout.
        bound: with cover, imprint and contents before the body; by default by lot.
        rank: the applicant's place among the authors.
        authors: how many there are, by lot by default.
        count: pages of the body, two or three by default; the article's number states it.
        text: what stands in the body instead of the article of the seed, paragraphs in lines; all of it is set, on as
            many pages as it needs.
        noted: the office's note on copies stands on the cover; by default by lot.
    """
    if copied is not None or cover_first or cover_second:
        return short_paper(
            scene, look, copied=copied, cover_first=cover_first, cover_second=cover_second, columns=columns
        )
    rng = look.rng("paper")
    bound = rng.random() < 0.5 if bound is None else bound
    noted = rng.random() < 0.6 if noted is None else noted
    about = work(scene, rank=rank, authors=authors, count=count or rng.choice((2, 2, 3)))
    pages = []
    if bound:
        pages = [
            cover_page(scene, look, about, noted=noted),
            imprint_page(scene, look, about),
            contents_page(scene, look, about),
        ]
    return pages + body_pages(scene, look, about, columns=columns, text=text)


DRAWERS = {"paper": paper}
