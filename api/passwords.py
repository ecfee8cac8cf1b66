"""Passwords: what is accepted, and how one is hashed and compared (scrypt, RFC 7914)."""

from __future__ import annotations

from functools import cache
from typing import Final

from werkzeug.security import check_password_hash, generate_password_hash

from models.errors import InvalidRequest
from models.messages import text

SHORTEST: Final = 10
LONGEST: Final = 128
_FEWEST_CHARACTERS: Final = 5
_METHOD: Final = "scrypt:32768:8:1"
_COMMON: Final = ("password", "1234567890", "qwertyuiop", "admin", "administrator", "0987654321", "woaini", "5201314")


def hash_password(password: str, *, login: str) -> str:
    """Return the hash of a new password.

    Length counts, not signs of each kind (NIST SP 800-63B, 3.1.1.2), but nothing that is guessed first.

    Raises:
        InvalidRequest: it is too short, too long, or easily guessed.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidRequest(reason=text("accounts.password_length", shortest=SHORTEST, longest=LONGEST))
    folded = password.casefold()
    for word in (login.casefold(), *_COMMON):
        folded = folded.replace(word, "")
    if len(set(folded)) < _FEWEST_CHARACTERS:
        raise InvalidRequest(reason=text("accounts.password_easy", fewest=_FEWEST_CHARACTERS))
    return generate_password_hash(password, method=_METHOD)


def password_matches(known: str | None, password: str) -> bool:
    """Tell whether `password` has the hash `known`; for nobody's hash it takes as long as for somebody's."""
    matches = check_password_hash(known if known is not None else _nobodys(), password[: LONGEST + 1])
    return matches and known is not None


@cache
def _nobodys() -> str:
    return generate_password_hash("nobody", method=_METHOD)
