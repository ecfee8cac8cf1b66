"""`verifier backup FOLDER` and `verifier restore FOLDER`, on a machine of the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.keys import DataOption
from models.messages import text
from models.store.backup import Copied
from models.store.blobs import BlobStore
from models.store.database import Database
from verifier.commands.output import DEFECTS, DONE, JsonFlag, console, print_json
from workers.backups import back_up_all, restore_all
from workers.settings import Settings

_TO = Annotated[Path, typer.Argument(help="备份文件夹；再次备份到同一文件夹时只补新增的文件。")]
_FROM = Annotated[Path, typer.Argument(help="由 verifier backup 写成的文件夹。", exists=True, file_okay=False)]


def backup(folder: _TO, data: DataOption = None, as_json: JsonFlag = False) -> None:
    """备份数据库、全部文件与比对语料，服务可照常运行；附各文件的校验值。"""
    with open_store(data) as (settings, database, blobs):
        _tell(back_up_all(settings, database, blobs, folder), "operating.backed_up", as_json)


def restore(folder: _FROM, data: DataOption = None, as_json: JsonFlag = False) -> None:
    """把备份恢复到空的数据库、文件存储和数据文件夹，逐个核对校验值。"""
    with open_store(data) as (settings, database, blobs):
        _tell(restore_all(settings, database, blobs, folder), "operating.restored", as_json)


@contextmanager
def open_store(data: Path | None) -> Iterator[tuple[Settings, Database, BlobStore]]:
    """Yield the settings, the database and the files of the service on this machine."""
    settings = Settings() if data is None else Settings(data_dir=data)
    database = Database(settings.database)
    try:
        yield settings, database, settings.open_blobs()
    finally:
        database.close()


def _tell(copied: Copied, key: str, as_json: bool) -> None:
    """Say what was copied; damaged files are a defect, and their hashes are all that can be said of them."""
    if as_json:
        print_json({"rows": copied.rows, "blobs": copied.blobs, "damaged": list(copied.damaged)})
    else:
        console.print(text(key, rows=copied.rows, blobs=copied.blobs), markup=False)
        for sha256 in copied.damaged:
            console.print(text("operating.damaged", sha256=sha256), markup=False)
    raise typer.Exit(DEFECTS if copied.damaged else DONE)
