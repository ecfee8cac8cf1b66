"""From a file to what a blind reviewer sees, with the real engines: nothing of the name is left anywhere."""

from __future__ import annotations

import io

import pytest

from models.store.masked_view import masked_view
from models.store.masking_tasks import MaskingKind, MaskingRequest, MaskingTasks
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.pdf import jpeg
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from tests.workers.conftest import Desk
from tests.workers.fakes import FakeJudge
from verifier.masking.names import find_traces
from verifier.masking.proof import proof_engine
from verifier.masking.subject import Subject
from verifier.reading.engines import create_engine
from workers.context import install, open_context
from workers.masking import run_masking
from workers.observers import EngineObserver


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["id_card", "truth_pledge"])
def test_a_scan_goes_in_and_a_copy_without_the_name_comes_out(desk: Desk, kind: str):
    about = scene(4711)
    page = capture(DOCUMENTS[kind](about, style(4711, split="dev"))[0], "flatbed", 1)
    engine = create_engine()
    context = open_context(desk.settings, EngineObserver(engine), FakeJudge(), lambda: proof_engine(engine))
    install(context)
    name = about.person.name
    application = desk.application()
    document = desk.hand_in(application, "", f"{name}.jpg")
    blob = context.blobs.put(desk.organisation, io.BytesIO(jpeg(page.image, 88)))
    with desk.database.transaction() as session:
        asked = MaskingRequest(MaskingKind.COPY, blob.sha256, f"{name}.jpg", None, name)
        task = MaskingTasks(session, desk.organisation).add(asked).id
    run_masking(task)
    with desk.database.reading() as session:
        done = MaskingTasks(session, desk.organisation).get(task)
        with pytest.raises(Exception, match="遮盖副本"):
            masked_view(session, context.blobs, desk.organisation, document)
    assert done.answer.released, [step for step in done.answer.proof if not step.passed]
    copy = context.blobs.read(desk.organisation, done.copy)
    assert name.encode() not in copy and name.encode("utf-16-be") not in copy
    assert done.answer.proof[-1].step == "first_reading"
    read = context.observer.observe(
        context.observer.open(context.blobs.path(desk.organisation, done.copy), filename="c.pdf")
    )
    assert read.text and not [trace for trace in find_traces(read.text, Subject(name)) if trace.variant == "name"]
    context.database.close()
