"""What can go wrong, as types: one base, a stable code, a message from the catalogue that says what to do.

The message of code `x` stands in `models/catalogue/errors.zh.toml` under `[x]`; its parameters are given by keyword and
must never carry names, ID numbers or text of a document.
"""

from __future__ import annotations

from typing import ClassVar

from models.messages import error_text


class VerifierError(Exception):
    """Base of every error that a user may see. `http_status` and `exit_code` follow the public interface."""

    code: ClassVar[str] = "internal"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, **parameters: str | int | float) -> None:
        self.parameters = parameters
        self.title, self.detail = error_text(self.code, **parameters)
        super().__init__(self.detail)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.parameters)


def _rebuild(kind: type[VerifierError], parameters: dict[str, str | int | float]) -> VerifierError:
    return kind(**parameters)


class InputRefused(VerifierError):
    """The file or value handed in cannot be accepted; the sender can mend it."""

    code = "input_refused"
    http_status = 422
    exit_code = 3


class EmptyFile(InputRefused):
    """The file has no bytes."""

    code = "empty_file"


class TruncatedFile(InputRefused):
    """The file ends in the middle."""

    code = "truncated_file"


class BrokenFile(InputRefused):
    """The file claims to be of a known type and cannot be read as one."""

    code = "broken_file"


class EncryptedFile(InputRefused):
    """The file wants a password."""

    code = "encrypted_file"


class NoPages(InputRefused):
    """The document opens and has no page."""

    code = "no_pages"


class UnsupportedType(InputRefused):
    """A type that is not read (`kind` names it)."""

    code = "unsupported_type"
    http_status = 415


class ExtensionMismatch(InputRefused):
    """The name says one thing (`extension`), the content another (`content`)."""

    code = "extension_mismatch"


class UnsafeFilename(InputRefused):
    """The name carries path parts or control characters, is empty, or is too long."""

    code = "unsafe_filename"


class FileTooLarge(InputRefused):
    """More bytes than accepted (`limit_mib`)."""

    code = "file_too_large"
    http_status = 413


class TooManyPages(InputRefused):
    """More pages or frames than accepted (`limit`)."""

    code = "too_many_pages"


class PageTooLarge(InputRefused):
    """A page or picture with more pixels than accepted (`limit_mpx`)."""

    code = "page_too_large"


class DecoderTimeout(InputRefused):
    """Opening the file took longer or more memory than allowed; a person has to look."""

    code = "decoder_limits"


class ArchiveLimits(InputRefused):
    """An archive, or a file in it, unpacks to more than accepted (`files`, `mib`, `entry_mib`)."""

    code = "archive_limits"
    http_status = 413


class UnsafeArchive(InputRefused):
    """An archive whose entries share bytes or lie about their place: made to deceive, never by accident."""

    code = "unsafe_archive"


class DuplicateEntry(InputRefused):
    """A second file of the same name in an archive (capitals apart)."""

    code = "duplicate_entry"


class RosterUnsupported(InputRefused):
    """A roster that is not a workbook (`kind` names what it is)."""

    code = "roster_unsupported"
    http_status = 415


class RosterTooLarge(InputRefused):
    """A roster with more rows than accepted (`rows`)."""

    code = "roster_too_large"
    http_status = 413


class RosterEmpty(InputRefused):
    """A roster without a row that names a person."""

    code = "roster_empty"


class RosterWithoutColumns(InputRefused):
    """A workbook in which no row of column names can be found."""

    code = "roster_without_columns"


class NotFound(VerifierError):
    """No such thing, or not for this caller."""

    code = "not_found"
    http_status = 404
    exit_code = 2


class Unauthorised(VerifierError):
    """No key, or an unknown one."""

    code = "unauthorised"
    http_status = 401
    exit_code = 2


class Forbidden(VerifierError):
    """The key's role does not allow the call."""

    code = "forbidden"
    http_status = 403
    exit_code = 2


class WrongLogin(VerifierError):
    """No such login name, or another password: which of the two is not told."""

    code = "wrong_login"
    http_status = 401
    exit_code = 2


class TooManyTries(VerifierError):
    """Too many wrong passwords or keys; the next try is answered in `minutes` (`retry_after` seconds)."""

    code = "too_many_tries"
    http_status = 429
    exit_code = 2


class CsrfRefused(VerifierError):
    """A request that changes something came with a cookie and without the token of its session."""

    code = "csrf_refused"
    http_status = 403
    exit_code = 2


class LoginTaken(VerifierError):
    """The login name belongs to somebody."""

    code = "login_taken"
    http_status = 409
    exit_code = 2


class LastAdministrator(VerifierError):
    """Nobody would be left who can run the organisation."""

    code = "last_administrator"
    http_status = 409
    exit_code = 2


class InvalidRequest(VerifierError):
    """The call itself is off: `reason` says how."""

    code = "invalid_request"
    http_status = 422
    exit_code = 2


class InvalidPolicy(VerifierError):
    """A policy pack cannot be loaded: names `file`, `requirement`, `reason`."""

    code = "invalid_policy"
    http_status = 422
    exit_code = 3


class UnknownPolicy(VerifierError):
    """No pack of this id (`policy`)."""

    code = "unknown_policy"
    http_status = 422
    exit_code = 2


class StorageFull(VerifierError):
    """The disk has no room for what was handed in; try again later."""

    code = "storage_full"
    http_status = 507


class StorageUnavailable(VerifierError):
    """The database or the store of files does not answer; nothing was promised, try again."""

    code = "storage_unavailable"
    http_status = 503


class QueueUnavailable(VerifierError):
    """The queue server does not answer; accepted work is kept."""

    code = "queue_unavailable"
    http_status = 503


class NotReady(VerifierError):
    """The result is not there yet; ask again."""

    code = "not_ready"
    http_status = 409
    exit_code = 2


class NoMaskedCopy(VerifierError):
    """A blind reviewer asks for a document of which no masked copy is released."""

    code = "no_masked_copy"
    http_status = 409
    exit_code = 2


class PreconditionRequired(VerifierError):
    """A change must say which state it is made on (`If-Match`)."""

    code = "precondition_required"
    http_status = 428
    exit_code = 2


class PreconditionFailed(VerifierError):
    """The thing was changed by somebody else since it was read."""

    code = "precondition_failed"
    http_status = 412
    exit_code = 2


class OpenFindings(VerifierError):
    """An application with `count` open blocking findings cannot be passed."""

    code = "open_findings"
    http_status = 409
    exit_code = 2


class BlobDamaged(VerifierError):
    """A stored file is gone or no longer has its hash."""

    code = "blob_damaged"


class ObservationFailed(VerifierError):
    """Every attempt to read a stored document ended badly; a person takes over."""

    code = "observation_failed"


class EngineUnavailable(VerifierError):
    """The OCR engine that was asked for (`engine`) is not installed; `packages` says what would bring it."""

    code = "engine_unavailable"
    http_status = 503


ERRORS: dict[str, type[VerifierError]] = {
    kind.code: kind
    for kind in (
        VerifierError, InputRefused, EmptyFile, TruncatedFile, BrokenFile, EncryptedFile, NoPages, UnsupportedType,
        ExtensionMismatch, UnsafeFilename, FileTooLarge, TooManyPages, PageTooLarge, DecoderTimeout, ArchiveLimits,
        UnsafeArchive, DuplicateEntry, NotFound, Unauthorised, Forbidden, WrongLogin, TooManyTries, CsrfRefused,
        LoginTaken, LastAdministrator, InvalidRequest, InvalidPolicy, UnknownPolicy,
        StorageUnavailable,
        StorageFull, QueueUnavailable, NotReady, NoMaskedCopy, BlobDamaged, ObservationFailed,
        PreconditionRequired, PreconditionFailed, OpenFindings,
        EngineUnavailable, RosterUnsupported, RosterTooLarge, RosterEmpty, RosterWithoutColumns,
    )
}  # fmt: skip
"""Every error by its code: errors cross process borders and databases as codes."""
