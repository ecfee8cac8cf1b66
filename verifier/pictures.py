"""The one shape of a picture inside the product."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RgbImage: TypeAlias = NDArray[np.uint8]
"""An upright page or a part of one: array of shape (height, width, 3), dtype uint8, channels red, green, blue."""
