"""How the loops of this package are compiled: by numba, without the interpreter's lock, kept on disk between processes.

Importing numba takes a third of a second, so modules with compiled loops are imported where they are first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np
from numba import njit

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
"""An array of a compiled loop; its docstring says of what."""

Table: TypeAlias = tuple[Array, Array, Array]
"""The folding table: kinds, factors, terms."""

Whole: TypeAlias = Any
"""A signed number in a compiled loop."""

whole: Any = np.int64
"""A signed number. `int` of an unsigned one stays unsigned in compiled code, and its sum with an int is a float."""

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile `function` when it is first called.

    numba keeps the machine code beside the source, else in the user's cache folder, else where NUMBA_CACHE_DIR says.
    Where none of them can be written, every process compiles anew: slower to start, the same answers.
    """
    try:
        return cast(F, njit(nogil=True, cache=True, boundscheck=False)(function))
    except RuntimeError:
        return cast(F, njit(nogil=True, boundscheck=False)(function))
