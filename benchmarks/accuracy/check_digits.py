"""Numbers with planted errors: the product must see every one that a check digit can see, and doubt no valid one.

The valid numbers are made here by the recursive forms of ISO 7064 and of polynomials, not by the product's weights.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from benchmarks.accuracy.measuring import Rate
from verifier.certificates.checksums import (
    NumberReading,
    read_credit_code,
    read_id_number,
    read_isbn13,
    read_issn,
    read_patent_number,
)

_CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Scheme:
    """A kind of number: how a valid one is made, which positions may be changed, how the product reads it."""

    name: str
    make: Callable[[random.Random], str]
    alphabet: str
    read: Callable[[str], NumberReading]
    sees_swap: Callable[[str, str], bool] = lambda one, other: one != other
    last_is_x: bool = True


def _identity(rng: random.Random) -> str:
    digits = (
        f"65{rng.randrange(2000, 5000):04}{rng.randrange(1950, 2005)}{rng.randrange(1, 13):02}"
        f"{rng.randrange(1, 29):02}{rng.randrange(1000):03}"
    )
    remainder = 0  # ISO 7064, pure system MOD 11-2, recursive form
    for digit in digits:
        remainder = (remainder + int(digit)) * 2 % 11
    return digits + "0123456789X"[(12 - remainder) % 11]


def _credit(rng: random.Random) -> str:
    first = rng.choice(("91", "12", "51", "92")) + f"65{rng.randrange(10000):04}"
    body = first + "".join(rng.choice(_CREDIT) for _ in range(9))
    total = 0
    for character in reversed(body):  # Horner: the weights are powers of three
        total = (total * 3 + _CREDIT.index(character)) % 31
    return body + _CREDIT[-total % 31]


def _patent(rng: random.Random) -> str:
    digits = f"{rng.randrange(2004, 2025)}{rng.choice('123')}{rng.randrange(10**7):07}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], strict=True))
    return f"ZL{digits}.{'0123456789X'[total % 11]}"


def _issn(rng: random.Random) -> str:
    digits = f"{rng.randrange(10**7):07}"
    running = total = 0  # sums of sums give the weights 8..2
    for digit in digits:
        running += int(digit)
        total += running
    check = -(total + running) % 11
    return f"{digits[:4]}-{digits[4:]}{'0123456789X'[check]}"


def _isbn(rng: random.Random) -> str:
    digits = f"978{rng.randrange(10**9):09}"
    total = sum(map(int, digits[::2])) + 3 * sum(map(int, digits[1::2]))
    return digits + str(-total % 10)


SCHEMES: Final = (
    Scheme("公民身份号码", _identity, "0123456789", read_id_number),
    Scheme("统一社会信用代码", _credit, _CREDIT, read_credit_code, last_is_x=False),
    Scheme("专利号", _patent, "0123456789", read_patent_number),
    Scheme("ISSN", _issn, "0123456789", read_issn),
    # Weights 1 and 3: neighbours that differ by five change the sum by ten, and no reader can see it.
    Scheme(
        "ISBN", _isbn, "0123456789", read_isbn13, lambda one, other: one != other and abs(int(one) - int(other)) != 5
    ),
)


def measure(count: int, seed: int = 1) -> dict[str, tuple[Rate, Rate]]:
    """Return by scheme (planted errors seen, valid numbers doubted), `count` of each over all schemes."""
    found = {}
    for scheme in SCHEMES:
        rng = random.Random(f"{scheme.name} {seed}")
        share = count // len(SCHEMES)
        valid = [scheme.make(rng) for _ in range(share)]
        seen = sum(not scheme.read(_planted(number, scheme, rng)).is_sound for number in valid)
        doubted = sum(not scheme.read(number).is_sound for number in valid)
        found[scheme.name] = Rate(seen, share), Rate(doubted, share)
    return found


def _planted(number: str, scheme: Scheme, rng: random.Random) -> str:
    """Return the number with one digit changed or two neighbours swapped, half of each."""
    wanted = list(_swapped(number, scheme)) if rng.random() < 0.5 else list(_changed(number, scheme))
    return rng.choice(wanted or list(_changed(number, scheme)))


def _digits(number: str) -> list[int]:
    return [at for at, character in enumerate(number) if character not in "-.ZL" or (character == "L" and at > 1)]


def _changed(number: str, scheme: Scheme) -> Iterator[str]:
    for at in _digits(number)[2:]:
        for other in scheme.alphabet:
            if other != number[at]:
                yield number[:at] + other + number[at + 1 :]


def _swapped(number: str, scheme: Scheme) -> Iterator[str]:
    places = _digits(number)[2:-1]
    for one, other in pairwise(places):
        if scheme.sees_swap(number[one], number[other]):
            swapped = list(number)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            yield "".join(swapped)
