"""From rows to a `Case`: everything that a judge may know of one application."""

from __future__ import annotations

import dataclasses

from sqlalchemy.orm import Session

from models.application import Application, Material
from models.case import Case
from models.observation import Observation
from models.store.applications import Applications, StoredApplication
from models.store.changes import Changes
from models.store.documents import Documents, DocumentState, StoredDocument
from models.store.observations import Observations


def build_case(
    session: Session, organisation_id: str, application_id: str, *, only_document: str | None = None, seen: bool = True
) -> Case:
    """Return the case of an application as it stands now; cancelled documents are no part of it.

    Args:
        session: reads the store.
        organisation_id: whose application it is.
        application_id: the application.
        only_document: load the observation of this document alone (judging one document needs no other).
        seen: False leaves all observations out: of a thick application they are most of the work, and who shows its
            papers and answers and judges nothing needs none.

    Raises:
        NotFound: the organisation has no such application.
    """
    application = Applications(session, organisation_id).get(application_id)
    documents = [
        document
        for document in Documents(session, organisation_id).of_application(application_id)
        if document.state is not DocumentState.CANCELLED
    ]
    observations = Observations(session, organisation_id)
    wanted = [document.id for document in documents if seen and only_document in (None, document.id)]
    found = {one: observation for one in wanted if (observation := observations.of_document(one)) is not None}
    return Case(
        application=_application(application, documents),
        observations=found,
        corrections=Changes(session, organisation_id).in_force(application_id),
        earlier_notices=application.earlier_notices,
        complete=all(document.state.is_terminal for document in documents),
    )


def with_observation(case: Case, document: str, observation: Observation) -> Case:
    """Return the case with what was just seen in one of its documents and is not stored yet."""
    return dataclasses.replace(case, observations={**case.observations, document: observation})


def _application(stored: StoredApplication, documents: list[StoredDocument]) -> Application:
    return Application(
        id=stored.id,
        policy=stored.policy,
        applicant=stored.applicant,
        materials=tuple(
            Material(
                document=document.id,
                sha256=document.sha256,
                filename=document.filename,
                slot=document.slot,
                declared_type=document.declared_type,
                needs_mask=document.needs_mask,
                refusal=document.error_code,
                handed_in_at=document.created_at,
            )
            for document in documents
        ),
        facts=stored.facts,
        submitted_at=stored.submitted_at,
        received_at=stored.received_at,
        submission_number=stored.submission_number,
    )
