"""What others offer, on the same documents and papers: can they find the source of a copied run, and how fast."""

from __future__ import annotations

import sqlite3
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.copied.material import Material, Paper
from verifier.similarity.tokens import tokenise
from verifier.similarity.winnowing import fingerprints

Candidates = Callable[[str], Iterable[int]]

_AT_ONCE = 100_000


def hashes(text: str) -> list[int]:
    """Return the different fingerprints of a text, 63 bits (SQLite knows no unsigned ones)."""
    return (np.unique(fingerprints(tokenise(text).ids)[0]) >> np.uint64(1)).tolist()  # type: ignore[no-any-return]


def _postings(material: Material, documents: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (fingerprint, document) of a corpus as two arrays, sorted."""
    found = [np.array(hashes(text), np.int64) for _, text in material.documents(documents)]
    prints = np.concatenate(found)
    numbers = np.repeat(np.arange(documents), [len(entry) for entry in found])
    order = np.lexsort((numbers, prints))
    return prints[order], numbers[order]


def sqlite_rows(material: Material, documents: int, folder: Path) -> Candidates:
    """A table of (fingerprint, document) without row ids."""
    db = sqlite3.connect(folder / "rows.sqlite")
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("CREATE TABLE postings (h INTEGER, d INTEGER, PRIMARY KEY (h, d)) WITHOUT ROWID")
    prints, numbers = _postings(material, documents)
    for first in range(0, len(prints), _AT_ONCE):
        cut = slice(first, first + _AT_ONCE)
        rows = zip(prints[cut].tolist(), numbers[cut].tolist(), strict=True)
        db.executemany("INSERT INTO postings VALUES (?, ?)", rows)
    db.commit()

    def find(text: str) -> list[int]:
        counts: Counter[int] = Counter()
        for h in hashes(text):
            counts.update(d for (d,) in db.execute("SELECT d FROM postings WHERE h = ?", (h,)))
        return list(counts)

    return find


def lmdb_dupsort(material: Material, documents: int, folder: Path) -> Candidates:
    """Fingerprint to documents, duplicates sorted and of fixed size."""
    import lmdb

    environment = lmdb.open(str(folder / "lmdb"), map_size=1 << 32, max_dbs=1)
    table = environment.open_db(b"p", dupsort=True, dupfixed=True)
    prints, numbers = _postings(material, documents)
    keys, values = prints.astype(">u8").tobytes(), numbers.astype(">u4").tobytes()
    with environment.begin(write=True, db=table) as transaction, transaction.cursor() as cursor:
        # In order, so that every page is filled and none is split.
        cursor.putmulti(
            ((keys[8 * k : 8 * k + 8], values[4 * k : 4 * k + 4]) for k in range(len(prints))), append=True
        )  # fmt: skip

    def find(text: str) -> list[int]:
        counts: Counter[int] = Counter()
        with environment.begin(db=table) as transaction, transaction.cursor() as cursor:
            found = cursor.getmulti([struct.pack(">Q", h) for h in hashes(text)], dupdata=True, dupfixed_bytes=4)
            counts.update(int.from_bytes(value, "big") for _, value in found)
        return list(counts)

    return find


def minhash_lsh(material: Material, documents: int, folder: Path) -> Candidates:
    """Datasketch MinHashLSH over the fingerprints, 128 permutations, Jaccard threshold 0.1."""
    from datasketch import MinHash, MinHashLSH

    def sketch(text: str) -> Any:  # noqa: ANN401  # the library has no types
        made = MinHash(num_perm=128)
        made.update_batch([struct.pack("<Q", h) for h in hashes(text)])
        return made

    index = MinHashLSH(threshold=0.1, num_perm=128)
    for number, (_, text) in enumerate(material.documents(documents)):
        index.insert(number, sketch(text))
    return lambda text: index.query(sketch(text))


def tfidf(material: Material, documents: int, folder: Path) -> Candidates:
    """Scikit-learn TF-IDF over character 3-grams to 5-grams, cosine; the best hundred."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(3, 5), dtype=np.float32)
    known = vectorizer.fit_transform([text for _, text in material.documents(documents)]).T.tocsr()

    def find(text: str) -> list[int]:
        scores = (vectorizer.transform([text]) @ known).toarray()[0]
        return [int(n) for n in np.argsort(-scores)[:100]]

    return find


def ours(material: Material, documents: int, folder: Path) -> Candidates:
    """The corpus of the product, its exact pass: not only which sources, but every run in each."""
    from verifier.similarity.store.embedded import EmbeddedCorpus

    corpus = EmbeddedCorpus(folder / "corpus", create=True, background=False)
    texts = material.documents(documents)
    while batch := list(islice(texts, 500)):
        corpus.add_many(batch)
    corpus.upkeep().merge()
    return lambda text: [int(entry.source.id[1:]) for entry in corpus.search(tokenise(text)).exact]


PEERS: dict[str, tuple[Callable[[Material, int, Path], Candidates], int]] = {
    "this product, pass A": (ours, 10_000),
    "SQLite rows": (sqlite_rows, 10_000),
    "LMDB dupsort": (lmdb_dupsort, 10_000),
    "datasketch MinHashLSH": (minhash_lsh, 10_000),
    "TF-IDF cosine, best 100": (tfidf, 1_000),
}


def measure(find: Candidates, papers: list[Paper]) -> dict[str, float]:
    """Return the share of planted sources among the candidates, and the CPU time of a query."""
    found = planted = 0
    times = []
    for made in papers:
        started = time.process_time()
        candidates = set(find(made.text))
        times.append((time.process_time() - started) * 1000)
        found += sum(plant.document in candidates for plant in made.plants)
        planted += len(made.plants)
    return {"sources_found": found / planted, "median_ms": float(np.median(times))}
