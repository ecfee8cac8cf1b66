"""JSON lines on stderr: ids, codes and figures. Names and texts are never logged; the mask is a second belt."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_PERSONAL = re.compile(r"(?<![0-9A-Fa-f-])(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?![0-9A-Fa-f-])")
"""A resident identity number (GB 11643: 18 places, the last may be X) or a mobile number, not inside an id or hash."""


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module: `log.info("event_name", document=id)`."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def mask_personal_numbers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace identity and telephone numbers wherever they stand in an event."""
    return {key: _masked(value) for key, value in event.items()}


def _masked(value: object) -> object:
    if isinstance(value, str):
        return _PERSONAL.sub("***", value)
    if isinstance(value, int) and not isinstance(value, bool):
        return "***" if _PERSONAL.fullmatch(str(value)) else value
    if isinstance(value, Mapping):
        return {key: _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(inner) for inner in value]
    return value


_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    mask_personal_numbers,
)

# Through the standard library's loggers from the first import on: a process that configures nothing, such as a command
# that runs the service for a moment, then keeps quiet on stdout.
structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)


def configure(level: str) -> None:
    """Send the logs of this process, those of its libraries too, to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # No locals: they are where a traceback keeps names and texts.
                structlog.processors.format_exc_info,
                # Again: the traceback has only now become text.
                mask_personal_numbers,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # The libraries tell every job's coming and going and every plugin; ours are the lines that count.
    for chatty in ("rq", "rq.worker", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
