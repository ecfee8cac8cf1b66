"""What only the batch knows of an applicant: another's papers in the folder, one person twice, one paper of two people.

Nobody can tell who is judged first. What an applicant is told apart by is kept with the report; who shares something
with somebody who came later is judged anew. It is told at the later label of the two, whoever was judged first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from models.case import Case
from models.messages import text
from models.report import Finding
from models.store.applications import Applications
from models.store.batch_traits import BatchTraits, Mate, Role, Trait, digest_of
from verifier.certificates.folding import fold
from verifier.consistency.batch import Possession, Shared, possessions
from verifier.owners import Owners, named_on_papers
from verifier.rosters.columns import ID_NUMBER, NAME
from verifier.rosters.matching import Identity, identity_of, sound_number
from verifier.rosters.roster import Roster
from workers.context import Context

_LONGEST_TITLE: Final = 300


@dataclass(frozen=True)
class Company:
    """An applicant among those of the batch: their own traits, and the others' that were seen when judging."""

    application_id: str
    batch_id: str
    label: str
    traits: frozenset[Trait]
    mates: tuple[Mate, ...]

    def lock(self, session: Session, organisation_id: str) -> None:
        """Let no other applicant of the batch be noted until the transaction ends; call it before all else in it."""
        BatchTraits(session, organisation_id, self.batch_id).lock()

    def note(self, session: Session, organisation_id: str) -> tuple[str, ...]:
        """Keep the traits, in the transaction of the report; return the applications that are judged anew for them.

        This one is among them where the others changed while it was judged.
        """
        traits = BatchTraits(session, organisation_id, self.batch_id)
        again = set()
        if traits.mates(self.application_id, _digests(self.traits)) != self.mates:
            again.add(self.application_id)
        changed = traits.replace(self.application_id, self.traits)
        mates = traits.mates(self.application_id, _digests(changed))
        again |= {mate.application for mate in mates if self._is_told_to(mate, changed, mates)}
        for application in sorted(again):
            Applications(session, organisation_id).changed(application)
        return tuple(sorted(again))

    def sharing(self, digest: str, role: Role) -> tuple[Mate, ...]:
        """Return those to whom a digest is what `role` says, in the order of labels."""
        return tuple(mate for mate in self.mates if mate.trait.digest == digest and mate.trait.role is role)

    def before(self, digest: str, role: Role) -> Mate | None:
        """Return the first of them, where they stand before this applicant."""
        return next((mate for mate in self.sharing(digest, role) if mate.label < self.label), None)

    def _is_told_to(self, mate: Mate, changed: frozenset[Trait], mates: tuple[Mate, ...]) -> bool:
        """Tell whether something is said at the mate because of these traits.

        What many have (the telephone of their employer) is told of the first of them: who is not the first has nobody
        judged anew, or a batch of thousands would be judged thousands of times.
        """
        mine = {trait.role for trait in changed if trait.digest == mate.trait.digest}
        if mate.trait.role is Role.NAMES:
            return Role.IS in mine
        alike = (
            one.label for one in mates if (one.trait.role, one.trait.digest) == (mate.trait.role, mate.trait.digest)
        )
        return mate.trait.role in mine and self.label < min(alike)


def meet_batch(
    context: Context, organisation_id: str, case: Case, roster: Roster | None
) -> tuple[tuple[Finding, ...], Company | None]:
    """Return what papers of other people and other applicants of the batch say of this one, and their company.

    `roster` is the batch's, if it has one: who stands in it is known though they may have handed nothing in. Outside a
    batch there is no company, and only the papers of one folder are held against each other.
    """
    who, named, had = (
        identity_of(case.application.applicant, case.observations),
        named_on_papers(case),
        possessions(case),
    )
    with context.database.reading() as session:
        stored = Applications(session, organisation_id).get(case.application.id)
        if stored.batch_id is None:
            return Owners().findings(case), None
        traits = frozenset(_traits(stored.batch_id, who, named, had))
        mates = BatchTraits(session, organisation_id, stored.batch_id).mates(stored.id, _digests(traits))
    company = Company(stored.id, stored.batch_id, stored.label or stored.id, traits, mates)
    people = [*_people(company, named), *(_rows(roster, named) if roster is not None else ())]
    # Applicants of a batch go by their labels, as in the folders that they came in.
    called = dataclasses.replace(case, application=dataclasses.replace(case.application, id=company.label))
    findings = Owners(people, _met(company, who)).findings(called) + Shared(_had_before(company, had)).findings(called)
    return findings, company


def _traits(batch: str, who: Identity, named: frozenset[str], had: Mapping[Possession, str]) -> Iterator[Trait]:
    own = {fold(who.name) if who.name else None, who.number} - {None}
    yield from (Trait(Role.IS, _who(batch, one)) for one in own if one)
    yield from (Trait(Role.NAMES, _who(batch, one)) for one in named - own)
    yield from (Trait(Role.HAS, _what(batch, one), paper[:_LONGEST_TITLE]) for one, paper in had.items())


def _who(batch: str, name_or_number: str) -> str:
    return digest_of(batch, "who", name_or_number)


def _what(batch: str, possession: Possession) -> str:
    return digest_of(batch, "has", *possession)


def _digests(traits: Iterable[Trait]) -> frozenset[str]:
    return frozenset(trait.digest for trait in traits)


def _people(company: Company, named: frozenset[str]) -> Iterator[tuple[str, Identity]]:
    """Yield who of the batch is named on the papers."""
    for one in named:
        number = sound_number(one)
        for mate in company.sharing(_who(company.batch_id, one), Role.IS):
            yield mate.label, Identity(None if number else one, number)


def _rows(roster: Roster, named: frozenset[str]) -> Iterator[tuple[str, Identity]]:
    """Yield who of the roster is named on the papers."""
    for row in roster.rows:
        who = Identity(row.get(NAME), sound_number(row.get(ID_NUMBER)))
        if (who.name and fold(who.name) in named) or who.number in named:
            yield text("rosters.row_of", row=row.place.row), who


def _met(company: Company, who: Identity) -> dict[str, str]:
    earlier = company.before(_who(company.batch_id, who.number), Role.IS) if who.number else None
    return {who.number: earlier.label} if who.number and earlier is not None else {}


def _had_before(company: Company, had: Iterable[Possession]) -> dict[Possession, tuple[str, str]]:
    found = {one: company.before(_what(company.batch_id, one), Role.HAS) for one in had}
    return {one: (mate.label, mate.trait.paper) for one, mate in found.items() if mate is not None}
