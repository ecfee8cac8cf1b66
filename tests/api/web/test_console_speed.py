"""What a reviewer's page may cost the store: the same for a thin and for a thick application."""

from __future__ import annotations

from sqlalchemy import event

from models.store.api_keys import Role
from tests.api.doors import PDF, judge, observe


def statements(service, ask) -> list[str]:
    asked: list[str] = []

    def note(connection, cursor, statement, parameters, context, many):
        asked.append(statement)

    event.listen(service.database.engine, "before_cursor_execute", note)
    assert ask().status_code == 200
    event.remove(service.database.engine, "before_cursor_execute", note)
    return asked


def test_more_documents_are_no_more_statements_and_no_observation_is_read(
    browser, reviewer, service, organisation, policy
):
    application = reviewer.new_application(policy, applicant={"name": "张闻溪"})
    someone, counts = browser(Role.REVIEWER), []
    for number in range(3):
        file = PDF + str(number).encode()
        document = reviewer.upload(application, (f"{number}.pdf", file)).json["documents"][0]["id"]
        observe(service.database, service.blobs, organisation, document, file)
        judge(service.database, organisation, application, document, policy)
        asked = [
            statements(service, lambda path=path: someone.get(f"/applications/{application}{path}"))
            for path in ("", "/answers")
        ]
        assert not any("FROM observations" in one for one in (*asked[0], *asked[1]))
        counts.append([len(one) for one in asked])
    assert counts[1] == counts[2]
    page = someone.get(f"/applications/{application}").text
    assert page.count('data-pages="1"') == 3
