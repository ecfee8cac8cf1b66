"""Names of slots (网报栏目)."""

from __future__ import annotations

from functools import lru_cache

from verifier.certificates.folding import fold


@lru_cache(maxsize=4096)
def same_slot(left: str | None, right: str | None) -> bool:
    """Tell whether two names of a slot are the same, whatever their spaces and width."""
    return left is not None and right is not None and fold(left) == fold(right)
