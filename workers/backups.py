"""A backup of all that a service keeps: rows and files (`models.store.backup`) and, beside them, the corpora."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from models.store.backup import Copied, back_up, files_beside, restore
from models.store.blobs import BlobStore
from models.store.database import Database
from workers.corpora import clear_papers
from workers.settings import Settings

_CORPORA: Final = ("corpora", "papers")
"""The folders of corpora in the data folder, and in a backup."""


def back_up_all(settings: Settings, database: Database, blobs: BlobStore, folder: Path) -> Copied:
    """Write a backup into `folder`, while the service goes on."""
    return back_up(database, blobs, folder, beside=lambda target: list(_copy_corpora(settings.data_dir, target)))


def restore_all(settings: Settings, database: Database, blobs: BlobStore, folder: Path) -> Copied:
    """Fill an empty store from a backup; raises InvalidRequest like `models.store.backup.restore`."""
    copied = restore(database, blobs, folder)
    for path in files_beside(folder):
        # As files: opening a corpus writes to it, and the backup would no longer be what its manifest says.
        if path.parts[0] in _CORPORA and ".." not in path.parts:
            (settings.data_dir / path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(folder / path, settings.data_dir / path)
    # Papers that came in while the backup was made: the corpus is copied after the rows.
    clear_papers(settings.data_dir, database)
    return copied


def _copy_corpora(source: Path, target: Path) -> Iterator[Path]:
    """Copy every corpus, while others may write to it; yield the files of the copies."""
    from verifier.similarity.store.upkeep import Upkeep

    for kind in _CORPORA:
        for folder in sorted((source / kind).iterdir()) if (source / kind).is_dir() else ():
            if (folder / "corpus.sqlite").is_file():
                Upkeep(folder).copy(target / kind / folder.name)
                yield from sorted(path for path in (target / kind / folder.name).iterdir() if path.is_file())
