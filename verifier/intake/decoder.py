"""The child program: every parser of foreign bytes runs here, in a process with nothing to lose.

Started by `verifier.intake.child` with the file as standard input and the arguments isolation, kind of file, and number
of the spool's descriptor. It knows the standard library and the one parser that it needs: its start is a cost of every
document.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from typing import NoReturn

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.confine import confine
from verifier.intake.spool import Answer


def main() -> NoReturn:
    """Decode and leave with an `ExitCode`, without clean-up: the state of a parser is not worth tidying."""
    isolation, kind, spool = sys.argv[1:]
    try:
        confine(namespaces=isolation == "namespaces")
    except OSError:
        os._exit(ExitCode.UNSAFE)
    os._exit(_probe() if kind == "probe" else _run(kind, int(spool)))


def _probe() -> int:
    others = [name for _, name in socket.if_nameindex() if name != "lo"]
    return ExitCode.UNSAFE if others else ExitCode.DONE


def _run(kind: str, spool: int) -> int:
    try:
        _decode(kind, Answer(sys.stdout.buffer, spool))
    except Refusal as refusal:
        return refusal.code
    except (MemoryError, RecursionError):
        return ExitCode.LIMITS
    except OSError as error:
        return _CODES.get(error.errno or 0, ExitCode.INTERNAL)
    except Exception:  # noqa: BLE001  # the border: nothing of the file, not even an error's text, may pass it
        return ExitCode.INTERNAL
    return ExitCode.DONE


_CODES = {
    errno.ENOSPC: ExitCode.NO_SPACE,
    errno.EDQUOT: ExitCode.NO_SPACE,
    errno.EFBIG: ExitCode.LIMITS,
    errno.ENOMEM: ExitCode.LIMITS,
}


def _decode(kind: str, answer: Answer) -> None:
    with open(0, "rb", closefd=False) as file:  # a descriptor, not a path
        if kind == "pdf":
            from verifier.intake.decode_pdf import decode_pdf

            decode_pdf(file, answer)
        elif kind == "zip":
            from verifier.intake.decode_zip import decode_zip

            decode_zip(file, answer)
        elif kind == "docx":
            from verifier.intake.decode_docx import decode_docx

            decode_docx(file, answer)
        elif kind == "roster":
            from verifier.intake.decode_workbook import decode_workbook

            decode_workbook(file, answer)
        else:
            from verifier.intake.decode_picture import decode_picture

            decode_picture(file, kind, answer)
