"""The console's pages as each role gets them, without a browser."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import api
from models.decisions import ActKind
from models.messages import has_text
from models.store.api_keys import Role
from tests.api.doors import PDF, judge, observe

FORM = "multipart/form-data"
AUDITED = re.compile(r'audit\(\s*store,\s*"([a-z_]+\.[a-z_]+)"')


@pytest.fixture
def batch(reviewer, policy):
    answer = reviewer.post("/batches", data={"policy": policy, "label": "第一批"}, content_type=FORM)
    return answer.json["id"]


def test_who_is_not_signed_in_is_led_to_the_login_and_back(app, browser, batch):
    answer = app.test_client().get(f"/batches/{batch}?view=mine")
    assert answer.status_code == 302
    place = urlsplit(answer.location)
    assert place.path == "/login"
    wanted = parse_qs(place.query)["next"][0]
    assert wanted == f"/batches/{batch}?view=mine"
    assert browser(Role.REVIEWER).sign_in(wanted).location == wanted


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(browser, elsewhere):
    assert browser(Role.REVIEWER).sign_in(elsewhere).location == "/"


def test_a_wrong_password_is_said_on_the_page(browser):
    someone = browser(Role.REVIEWER)
    answer = someone.client.post("/login", data={"login": someone.login, "password": "wrong"})
    assert answer.status_code == 401
    assert "登录名" in answer.text
    assert "wrong" not in answer.text


@pytest.mark.parametrize(
    ("role", "first"), [(Role.REVIEWER, "/batches"), (Role.ADMIN, "/batches"), (Role.APPLICANT, "/own")]
)
def test_everybody_starts_on_their_own_page(browser, role, first):
    someone = browser(role)
    assert someone.get("/").location == first
    answer = someone.get(first)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_of_another_role_says_so_as_a_page(browser):
    answer = browser(Role.APPLICANT).get("/batches")
    assert answer.status_code == 403
    assert answer.mimetype == "text/html"
    assert "无权" in answer.text or "没有权限" in answer.text


def test_the_batch_of_another_organisation_is_not_there(browser, stranger, policy):
    other = stranger.post("/batches", data={"policy": policy}, content_type=FORM).json["id"]
    assert browser(Role.REVIEWER).get(f"/batches/{other}").status_code == 404


def test_a_change_without_the_token_is_refused(browser, batch):
    someone = browser(Role.REVIEWER)
    assert someone.client.post(f"/batches/{batch}/cancel").status_code == 403
    assert someone.post(f"/batches/{batch}/cancel", {}, f"/batches/{batch}").status_code == 303


def test_a_folder_becomes_an_applicant_with_slots_as_corrected(browser, batch, reviewer, enqueued):
    someone = browser(Role.REVIEWER)
    plan = '[{"path": "facts.yaml"}, {"path": "学历/毕业证.pdf", "type": "diploma"}, {"path": "a.pdf", "slot": "其他"}]'
    facts = "name: 张闻溪\n".encode()
    data = {
        "label": "张闻溪",
        "plan": plan,
        "file": [
            (io.BytesIO(facts), "facts.yaml"),
            (io.BytesIO(PDF), "毕业证.pdf"),
            (io.BytesIO(PDF + b"\n"), "a.pdf"),
        ],
    }
    answer = someone.post(f"/upload/{batch}/folder", data, "/upload")
    assert answer.status_code == 202, answer.text
    assert answer.json["documents"] == 2 == len(enqueued)
    found = reviewer.get(f"/batches/{batch}/applications").json["applications"]
    assert [(one["label"], one["name"]) for one in found] == [("张闻溪", "张闻溪")]
    page = someone.get(f"/applications/{found[0]['id']}").text
    assert "毕业证.pdf" in page and "学历" in page and "其他" in page


@pytest.mark.parametrize("path", ["../a.pdf", "/etc/a.pdf", "x/../../a.pdf", "a\x00.pdf", "..\\a.pdf"])
def test_a_path_that_leads_out_of_the_folder_is_refused(browser, batch, path):
    data = {"label": "某人", "plan": f'[{{"path": {path!r}}}]'.replace("'", '"'), "file": [(io.BytesIO(PDF), "a.pdf")]}
    answer = browser(Role.REVIEWER).post(f"/upload/{batch}/folder", data, "/upload")
    assert 400 <= answer.status_code < 500


def test_the_workbench_shows_documents_answers_and_places(browser, reviewer, service, organisation, policy):
    application = reviewer.new_application(policy, applicant={"name": "<b>张伟</b>"})
    document = reviewer.upload(application, ("毕业证.pdf", PDF)).json["documents"][0]["id"]
    someone = browser(Role.REVIEWER)
    assert "已收到" in someone.get(f"/applications/{application}").text
    observe(service.database, service.blobs, organisation, document, PDF)
    judge(service.database, organisation, application, document, policy)
    page = someone.get(f"/applications/{application}").text
    assert "&lt;b&gt;张伟&lt;/b&gt;" in page and "<b>张伟" not in page
    assert "第 1 页未见单位公章" in page and 'data-box="0.1,0.1,0.4,0.2"' in page
    layers = someone.get(f"/applications/{application}/documents/{document}/layers.json").json
    assert layers == [{"number": 1, "width": 100, "height": 140, "marks": []}]


def test_an_address_that_is_not_ours_is_a_page_in_a_browser_and_a_problem_elsewhere(app, browser):
    answer = browser(Role.REVIEWER).get("/no-such-page")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "没有这个页面" in answer.text
    for path, accept in (("/no-such-page", "application/json"), ("/api/v1/no-such-page", "text/html")):
        answer = app.test_client().get(path, headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_papers_are_listed_with_small_pictures_of_their_pages(browser, reviewer, service, organisation, policy):
    application = reviewer.new_application(policy)
    document = reviewer.upload(application, ("毕业证.pdf", PDF)).json["documents"][0]["id"]
    someone = browser(Role.REVIEWER)
    assert "thumbnail.jpg" not in someone.get(f"/applications/{application}").text
    observe(service.database, service.blobs, organisation, document, PDF)
    page = someone.get(f"/applications/{application}").text
    assert f'data-src="/api/v1/documents/{document}/pages/1/thumbnail.jpg" alt="" loading="lazy"' in page
    assert 'class="page-strip"' not in page, "one page needs no strip of pages"


def test_what_the_audit_log_holds_has_a_name(browser):
    codes = {code for path in Path(api.__path__[0]).rglob("*.py") for code in AUDITED.findall(path.read_text("utf-8"))}
    assert len(codes) > 20
    for code in codes | {f"decision.{kind}" for kind in ActKind} | {"masked_copy.asked_for", "masking_check.asked_for"}:
        assert has_text(f"console.audited_{code.replace('.', '_')}"), code
    browser(Role.REVIEWER)
    log = browser(Role.AUDITOR).get("/audit").text
    assert 'title="session.opened">登录</td>' in log


def test_language_and_theme_are_kept(browser):
    someone = browser(Role.REVIEWER)
    answer = someone.post("/settings", {"language": "en", "theme": "dark", "back": "/batches"}, "/batches")
    assert answer.location == "/batches"
    page = someone.get("/batches").text
    assert '<html lang="en" data-theme="dark">' in page and "Batches" in page


def test_assets_are_kept_for_good_under_their_own_address_only(app):
    client = app.test_client()
    address = re.search(r"/static/console\.css\?v=[0-9a-f]+", client.get("/login").text)[0]
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/static/console.css?v=0").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/../console.py").status_code == 404
    assert client.get("/static/vendor/VENDOR.toml").status_code == 404


def test_a_table_of_a_batch_that_is_not_done_says_so(browser, batch, reviewer, service, organisation):
    someone = browser(Role.REVIEWER)
    plan = '[{"path": "a.pdf"}]'
    data = {"label": "甲", "plan": plan, "file": [(io.BytesIO(PDF), "a.pdf")]}
    assert someone.post(f"/upload/{batch}/folder", data, "/upload").status_code == 202
    answer = someone.get(f"/batches/{batch}/export.xlsx")
    assert answer.headers["Content-Disposition"].endswith(f'{batch}-partial.xlsx"')


def test_a_pack_is_checked_where_it_is_shown(browser):
    assert "格式检查：没有问题" in browser(Role.ADMIN).get("/admin/policies/xj-by-2024-qs").text
