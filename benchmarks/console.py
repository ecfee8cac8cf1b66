"""Times the console in a browser: a batch of 5,000 applicants, an applicant of 60 pages, a page after a click.

    python -m benchmarks.console [--applicants 5000] [--documents 20] [--rounds 10]

Debian's chromium asks a real service over loopback; what was read are drawn, scanned pages, so no engine runs. Seconds
are from the start of navigation (from the click) until the browser has drawn what was asked for. Processor time is the
service's own for one answer, as the slowest step of a page may be ours or the browser's.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import event

from benchmarks.console_office import Measured, fill
from tests.browser.office import PASSWORD, open_office

MUST_SECONDS = {"list": 1.0, "list_sifted": 1.0, "list_searched": 1.0, "applicant": 1.0, "page_after_click": 0.3}

_WATCH = """(() => {
  const drawn = () => {
    if (document.readyState === "loading") return false;
    const viewer = document.getElementById("viewer");
    const osd = viewer && window.OpenSeadragon?.getViewer(viewer);
    return !viewer || Boolean(osd?.world.getItemAt(0)?.getFullyLoaded());
  };
  const look = () => {
    if (!drawn()) { requestAnimationFrame(look); return; }
    requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }, 0));
  };
  requestAnimationFrame(look);
})()"""
"""Notes in `drawnAt` when the page, and its picture where it has one, is drawn, in ms from the start of navigation."""

_DRAWN = """() => new Promise((resolve) => {
  const look = () => (window.drawnAt ? resolve(window.drawnAt) : setTimeout(look, 20));
  look();
})"""

_CLICKED = """(button) => new Promise((resolve) => {
  const osd = OpenSeadragon.getViewer(document.getElementById("viewer"));
  const start = performance.now();
  osd.addOnceHandler("open", () => osd.addOnceHandler("tile-drawn",
    () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0))));
  button.click();
})"""
"""Resolves with the time from a click on a document until its first page is drawn."""


@dataclass(frozen=True)
class Answered:
    """What one answer cost the service."""

    cpu_ms: float
    statements: int
    kib: int


def main() -> None:
    """Fill an office, look at it in a browser, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applicants", type=int, default=5000)
    parser.add_argument("--documents", type=int, default=20, help="of each applicant in the list")
    parser.add_argument("--rounds", type=int, default=10)
    asked = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder))
        try:
            measured = fill(office, asked.applicants, asked.documents)
            seconds = looked_at(office.url, measured, asked.rounds)
            answers = answered(office.app.test_client(), measured, asked.rounds)
        finally:
            office.close()
    result: dict[str, object] = {}
    for name, times in seconds.items():
        median, late = statistics.median(times), quantile(times, 0.95)
        must = MUST_SECONDS[name]
        print(f"{name:>17}: {1000 * median:6.0f} ms median, {1000 * late:6.0f} ms p95, must {1000 * must:.0f} ms")
        result[name] = {"median_ms": round(1000 * median), "p95_ms": round(1000 * late), "passes": late <= must}
    for name, one in answers.items():
        print(f"{name:>17}: {one.cpu_ms:6.1f} ms of processor, {one.statements:3} statements, {one.kib:5} KiB")
        result[f"{name}_served"] = {"cpu_ms": one.cpu_ms, "statements": one.statements, "kib": one.kib}
    print("RESULT " + json.dumps(result))


def looked_at(url: str, measured: Measured, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of every round by what was looked at."""
    paths = {
        "list": f"/batches/{measured.batch}",
        "list_sifted": f"/batches/{measured.batch}?view=review&sort=-reject",
        "list_searched": f"/batches/{measured.batch}?q=0420",
        "applicant": f"/applications/{measured.application}",
    }
    seconds: dict[str, list[float]] = {name: [] for name in (*paths, "page_after_click")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=url, viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page.add_init_script(_WATCH)
        _sign_in(page)
        for number in range(rounds + 1):
            for name, path in paths.items():
                page.goto(path)
                seconds[name].append(page.evaluate(_DRAWN) / 1000)
            buttons = page.query_selector_all(".sheet-button:not([disabled])")
            seconds["page_after_click"].append(page.evaluate(_CLICKED, buttons[1 + number % (len(buttons) - 1)]) / 1000)
        browser.close()
    return {name: times[1:] for name, times in seconds.items()}  # the first round fills the browser's cache of scripts


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("no chromium on this machine: apt-get install chromium")
    return found


def _sign_in(page: Page) -> None:
    page.goto("/login")
    page.fill("[name=login]", "shen")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_load_state("networkidle")


def answered(client: FlaskClient, measured: Measured, rounds: int) -> dict[str, Answered]:
    """Return the median cost of every answer."""
    client.post("/login", data={"login": "shen", "password": PASSWORD})
    paths = {
        "list": f"/batches/{measured.batch}",
        "rows": f"/batches/{measured.batch}/rows?q=0420",
        "applicant": f"/applications/{measured.application}",
        "answers": f"/applications/{measured.application}/answers",
        "layers": f"/applications/{measured.application}/documents/{measured.document}/layers.json",
        "picture": f"/api/v1/documents/{measured.document}/pages/1.png",
        "preview": f"/api/v1/documents/{measured.document}/pages/1/preview.jpg",
        "thumbnail": f"/api/v1/documents/{measured.document}/pages/1/thumbnail.jpg",
    }
    return {name: _cost(client, path, rounds) for name, path in paths.items()}


def _cost(client: FlaskClient, path: str, rounds: int) -> Answered:
    size = len(client.get(path).data)
    engine = client.application.extensions["verifier"].database.engine
    statements: list[str] = []
    note: Callable[..., None] = lambda *given: statements.append(given[2])  # noqa: E731  # it is removed by name
    event.listen(engine, "before_cursor_execute", note)
    times = []
    for _ in range(rounds):
        start = time.process_time()
        answer = client.get(path)
        times.append(time.process_time() - start)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        answer.close()
    event.remove(engine, "before_cursor_execute", note)
    return Answered(round(1000 * statistics.median(times), 1), len(statements) // rounds, size // 1024)


def quantile(values: list[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


if __name__ == "__main__":
    main()
