"""Draws fictional materials with exact truth.

Sets for measuring and training, every page reproducible by its seed:

  python -m tests.synthesis OUT --count 500 --seed 7                pages of all types, splits by turns
  python -m tests.synthesis OUT --split held --types diploma,degree
  python -m tests.synthesis OUT --ways phone,phone_tilted,fax       by these scanners alone
  python -m tests.synthesis OUT --kind applications --count 12      whole folders for `verifier screen`
  python -m tests.synthesis OUT --kind applications --faults pledge_printed,notice_short
  python -m tests.synthesis OUT --kind applications --policy ln-2024-qs --faults notice_short,roster_missing
  python -m tests.synthesis OUT --kind seals --count 300            single stamps on scraps
  python -m tests.synthesis OUT --kind signatures --count 300       cut-out slots, `answer` says what is in them
  python -m tests.synthesis sheet diploma OUT.png                   a contact sheet: layouts by scanners
  python -m tests.synthesis list                                    types, ways and faults by name

A set is OUT/images, OUT/LABELS.csv and OUT/BOXES.csv, as the programs of benchmarks/accuracy read them:
`python -m benchmarks.accuracy.seals --images OUT --labels OUT/LABELS.csv --boxes OUT/BOXES.csv --split dev`.
Equal arguments give equal bytes, whatever --jobs. `train`, `dev` and `held` share no layout, face, writer or seal
style: look at train and dev as you like, never at held; headline figures are measured on held.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.faults import POLICY
from tests.synthesis.notices.registered import NOTICES
from tests.synthesis.scanning.capture import KINDS as WAYS
from tests.synthesis.sets.recipe import KINDS, TURNS, Recipe, faults_under
from tests.synthesis.sets.sheets import contact_sheet
from tests.synthesis.sets.writing import write_set


def main(arguments: Sequence[str] | None = None) -> None:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["list"]:
        faults = ((f"faults of {policy}", faults_under(policy)) for policy in (POLICY, *NOTICES))
        for name, known in (("types", DOCUMENTS), ("ways", WAYS), *faults):
            print(f"{name} ({len(known)}): {', '.join(known)}")
    elif words[:1] == ["sheet"] and len(words) == 3 and words[1] in DOCUMENTS:
        contact_sheet(words[1]).save(words[2])
    else:
        _set(words)


def _set(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        "python -m tests.synthesis", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="folder of the set")
    parser.add_argument("--kind", choices=KINDS, default="pages")
    parser.add_argument("--count", type=int, default=100, help="documents, applications, seals or slots (100)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=sorted(set(TURNS)), help="this split alone; default all: 6 : 2 : 2")
    parser.add_argument("--types", type=_names, default=(), help="of pages: comma separated, by turns; default all")
    parser.add_argument("--ways", type=_names, default=(), help="scanners and cameras; default as over a counter")
    parser.add_argument("--faults", type=_names, help="of applications: planted in each; default some by lot")
    parser.add_argument("--policy", default=POLICY, help="of applications: the notice, id of its rule pack")
    parser.add_argument("--jobs", type=int, help="processes; default one a core")
    options = parser.parse_args(words)
    try:
        recipe = Recipe(options.kind, options.count, options.seed, options.split, options.types, options.ways,
                        options.faults, options.policy)  # fmt: skip
    except ValueError as error:
        parser.error(str(error))
    print(write_set(options.out, recipe, jobs=options.jobs, quiet=False), options.kind)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


if __name__ == "__main__":
    main()
