"""The compiled loops, made ready: compiled once a machine (ten seconds), loaded once a process (one)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_SLOW_SECONDS: Final = 2.0
"""Loading takes less, compiling more."""

_TEXT: Final = "检定员应当持证上岗，原始记录不得涂改，确需更正的划线更正并签名，保存期限不少于三年；"


def warm() -> None:
    """Compile what is not compiled yet, and load all of it, by one small comparison."""
    import numpy as np

    from models.overlap import Stage
    from verifier.similarity.compare import compare
    from verifier.similarity.corpus import MemoryCorpus, Source
    from verifier.similarity.overlay import Overlay
    from verifier.similarity.store.looking import thin_out
    from verifier.similarity.store.searching import search_segments
    from verifier.similarity.store.segment import in_memory
    from verifier.similarity.tokens import tokenise, units_of

    source = "".join(f"第{n}条{_TEXT}" for n in range(20))
    paper = tokenise(source)
    held = in_memory("", [1], [units_of(source)])
    search_segments([held], paper, lambda numbers: {1: Source("1")}, 1, frozenset(), 1)
    thin_out(np.zeros((1, 5), np.int64), 1, np.ones(1, np.bool_))
    index = Overlay(MemoryCorpus())
    index.add(Source("1"), source)
    # Without the third pass: it is no compiled loop, and nobody who waits for the first should wait for its imports.
    compare(source.replace("应当", "必须"), index, stage=Stage.EDITED)


@contextmanager
def told_when_slow(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell`, in a thread, when the block takes so long that it must be compiling."""
    timer = threading.Timer(_SLOW_SECONDS, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
