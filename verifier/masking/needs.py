"""Whether a page needs a mask (是否需要遮盖), told in one place for the masking check and for the clauses on masking.

Free of every library that looks at pictures: checks import it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.observation import Cover, CoverKind, NameHit
from verifier.masking.variants import DOUBTFUL, FIELD, SIGNED


def is_sure(hit: NameHit) -> bool:
    """Tell whether a hit is what is looked for, and not perhaps somebody else's name, a hand or another word."""
    return hit.variant not in DOUBTFUL | {SIGNED, FIELD}


def weak_covers(covers: Iterable[Cover]) -> tuple[Cover, ...]:
    """Return the covers below which what they hide can be read or won back."""
    return tuple(cover for cover in covers if cover.kind is not CoverKind.OPAQUE)


def needs_mask(hits: Sequence[NameHit], covers: Sequence[Cover], *, readable: bool = True) -> bool | None:
    """Tell whether something on a page still has to be covered; None where only a person can say.

    Args:
        hits: what was found on the page, not yet covered.
        covers: the covers that lie on it.
        readable: whether all of it could be read.
    """
    if any(map(is_sure, hits)):
        return True
    return None if hits or weak_covers(covers) or not readable else False


def tick_fits(ticked: bool, hits: Sequence[NameHit], covers: Sequence[Cover]) -> bool | None:
    """Tell whether a tick at 是否需要遮盖 is right; None where only a person can say.

    是 is right where a name is to be seen, and where what stood there is covered for good (巴州通知 BY-40).
    """
    hidden = len(weak_covers(covers)) < len(covers)
    needs = needs_mask(hits, covers)
    if ticked:
        return True if hidden else needs
    return False if needs else None if hidden or needs is None else True
