"""Where things are on a page: fractions 0..1 of the upright page, origin top left, y down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pydantic import model_serializer, model_validator
from pydantic.dataclasses import dataclass

from models.values import VALUE

Point: TypeAlias = tuple[float, float]
"""(x, y) as fractions 0..1 of the upright page."""

_DIGITS = 6
"""Decimals kept when a box is made from pixels: 1e-6 of a page is far below one pixel."""

_SINGULAR = 1e-12
"""A determinant or depth below this is none: real pages are seen at no more than a few times their size."""


@dataclass(frozen=True, config=VALUE)
class Box:
    """An axis-parallel rectangle in page fractions; in JSON `[left, top, right, bottom]`.

    Raises:
        ValueError: a side is not finite, outside 0..1, or the box is inverted. A box without area is allowed.
    """

    left: float
    top: float
    right: float
    bottom: float

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, data: object) -> object:
        if isinstance(data, list | tuple):
            if len(data) != 4:
                raise ValueError("a box has four sides: left, top, right, bottom")
            return dict(zip(("left", "top", "right", "bottom"), data, strict=True))
        return data

    @model_serializer
    def _to_list(self) -> list[float]:
        return [self.left, self.top, self.right, self.bottom]

    def __post_init__(self) -> None:
        # One chain of comparisons, false for whatever is no number: boxes are made by the thousand.
        if not (0.0 <= self.left <= self.right <= 1.0 and 0.0 <= self.top <= self.bottom <= 1.0):
            sides = (self.left, self.top, self.right, self.bottom)
            if all(0.0 <= side <= 1.0 for side in sides):
                raise ValueError(f"box is inverted: {sides}")
            raise ValueError(f"box sides must be fractions 0..1, not {sides}")

    def __iter__(self) -> Iterator[float]:
        return iter((self.left, self.top, self.right, self.bottom))

    @classmethod
    def whole(cls) -> Box:
        """Return the box of the whole page."""
        return cls(0.0, 0.0, 1.0, 1.0)

    @classmethod
    def clamped(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """Return the box of these sides cut at the page's edges; sides given in the wrong order are swapped."""
        x = sorted(min(1.0, max(0.0, side)) for side in (left, right))
        y = sorted(min(1.0, max(0.0, side)) for side in (top, bottom))
        return cls(x[0], y[0], x[1], y[1])

    @classmethod
    def from_pixels(cls, left: float, top: float, right: float, bottom: float, *, width_px: int, height_px: int) -> Box:
        """Return the box of pixel edges (right and bottom exclusive) on a page of this size, cut at its edges."""
        return cls.clamped(
            round(left / width_px, _DIGITS),
            round(top / height_px, _DIGITS),
            round(right / width_px, _DIGITS),
            round(bottom / height_px, _DIGITS),
        )

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """Return the smallest box that holds all of `boxes`; raises ValueError where there is none."""
        found = list(boxes)
        if not found:
            raise ValueError("no boxes to hold")
        return cls(
            min([box.left for box in found]),
            min([box.top for box in found]),
            max([box.right for box in found]),
            max([box.bottom for box in found]),
        )

    @property
    def width(self) -> float:
        """Width as a fraction of the page's width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height as a fraction of the page's height."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Area as a fraction of the page's area."""
        return self.width * self.height

    @property
    def centre(self) -> Point:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def intersection(self, other: Box) -> Box | None:
        """Return what both boxes cover, or None where they do not share an area."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        if left >= right or top >= bottom:
            return None
        return Box(left, top, right, bottom)

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box.around((self, other))

    def covered_by(self, other: Box) -> float:
        """Return the share 0..1 of this box that `other` covers (0 where this box has no area)."""
        return min(1.0, self._shared_area(other) / self.area) if self.area > 0 else 0.0

    def iou(self, other: Box) -> float:
        """Return intersection over union, 0..1."""
        shared = self._shared_area(other)
        return shared / (self.area + other.area - shared) if shared > 0 else 0.0

    def _shared_area(self, other: Box) -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def contains(self, point: Point) -> bool:
        """Tell whether the point is inside or on the edge."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def expanded(self, dx: float, dy: float) -> Box:
        """Return the box grown by `dx` and `dy` page fractions on each side (negative shrinks), cut at the page."""
        x, y = self.centre
        half_width, half_height = max(0.0, self.width / 2 + dx), max(0.0, self.height / 2 + dy)
        return Box.clamped(x - half_width, y - half_height, x + half_width, y + half_height)

    def placed_in(self, outer: Box) -> Box:
        """Return this box, given in fractions of `outer`, in fractions of the page that `outer` lies on."""
        return Box.clamped(
            outer.left + self.left * outer.width,
            outer.top + self.top * outer.height,
            outer.left + self.right * outer.width,
            outer.top + self.bottom * outer.height,
        )

    def to_pixels(self, width_px: int, height_px: int) -> tuple[int, int, int, int]:
        """Return (left, top, right, bottom) in whole pixels that cover the box; right and bottom are exclusive.

        A hundredth of a pixel is forgiven, so that pixels written as fractions come back as they were.
        """
        return (
            max(0, math.floor(self.left * width_px + 0.01)),
            max(0, math.floor(self.top * height_px + 0.01)),
            min(width_px, math.ceil(self.right * width_px - 0.01)),
            min(height_px, math.ceil(self.bottom * height_px - 0.01)),
        )


@dataclass(frozen=True, config=VALUE)
class Quad:
    """A four-cornered outline, clockwise from the top left, in page fractions; corners may lie outside the page."""

    points: tuple[Point, Point, Point, Point]

    @property
    def box(self) -> Box:
        """The axis-parallel box around the corners, cut at the page."""
        x, y = [point[0] for point in self.points], [point[1] for point in self.points]
        return Box.clamped(min(x), min(y), max(x), max(y))


@dataclass(frozen=True, config=VALUE)
class Homography:
    """A plane projective map between two pages in page fractions; in JSON its nine numbers, row by row.

    `(x, y)` goes to `((a x + b y + c) / w, (d x + e y + f) / w)` with `w = g x + h y + i`.

    Raises:
        ValueError: a number is not finite, or the map has no inverse.
    """

    values: tuple[float, float, float, float, float, float, float, float, float]

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, data: object) -> object:
        return {"values": tuple(data)} if isinstance(data, list | tuple) else data

    @model_serializer
    def _to_list(self) -> list[float]:
        return list(self.values)

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in self.values):
            raise ValueError("a homography has finite numbers")
        if abs(self._determinant()) < _SINGULAR:
            raise ValueError("a homography that flattens the page has no way back")

    def apply(self, point: Point) -> Point:
        """Return where the point goes; it may lie outside the page."""
        a, b, c, d, e, f, g, h, i = self.values
        x, y = point
        depth = g * x + h * y + i
        # The horizon of the map itself: nothing on a page of paper lies there, but no call may divide by zero.
        depth = math.copysign(max(abs(depth), _SINGULAR), depth)
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth

    def apply_box(self, box: Box) -> Box:
        """Return the axis-parallel box around the four corners of `box` where they go, cut at the page's edges."""
        corners = [self.apply((x, y)) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return Box.clamped(
            round(min(across), _DIGITS),
            round(min(down), _DIGITS),
            round(max(across), _DIGITS),
            round(max(down), _DIGITS),
        )

    def inverse(self) -> Homography:
        """Return the way back."""
        a, b, c, d, e, f, g, h, i = self.values
        scale = self._determinant()
        return Homography(
            (
                (e * i - f * h) / scale, (c * h - b * i) / scale, (b * f - c * e) / scale,
                (f * g - d * i) / scale, (a * i - c * g) / scale, (c * d - a * f) / scale,
                (d * h - e * g) / scale, (b * g - a * h) / scale, (a * e - b * d) / scale,
            )
        )  # fmt: skip

    def after(self, first: Homography) -> Homography:
        """Return the map that does `first`, then this one."""
        rows = [self.values[index : index + 3] for index in (0, 3, 6)]
        columns = [first.values[index::3] for index in range(3)]
        a, b, c, d, e, f, g, h, i = (
            sum(left * right for left, right in zip(row, column, strict=True)) for row in rows for column in columns
        )
        return Homography((a, b, c, d, e, f, g, h, i))

    def _determinant(self) -> float:
        a, b, c, d, e, f, g, h, i = self.values
        return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
