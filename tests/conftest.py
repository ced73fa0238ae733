"""What tests share: a batch without children; a served store (of the module's own fixture `db`), Chromium, a tab."""

import os
import shutil
import threading
import time

import pytest
from hypothesis import settings

from minutes_nlp.workers import Result

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded, as `minutes` does
settings.register_profile("suite", deadline=None, derandomize=True)  # the same examples each time, however busy it is
settings.load_profile("suite")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


class _Here:
    """Reads in this process what a pool gives to guarded children, each of which takes more than a second to start."""

    def __init__(self, function, _size=1):
        self.function = function

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def run(self, tasks, _limits):
        for task in tasks:
            yield Result(task, self.function(task), None, 0.0)


@pytest.fixture
def _unguarded(monkeypatch):
    """For tests of what is read, not of how it is guarded; an error of a file ends such a test."""
    monkeypatch.setattr("minutes_nlp.batch.running.Pool", _Here)


@pytest.fixture(scope="module")
def address(db):
    """Where the page over the store of a module answers."""
    import uvicorn  # noqa: PLC0415 - an extra

    from minutes_nlp.web import Settings, create_app  # noqa: PLC0415 - as above

    settings = Settings(db, upload=True, reviewer="試験者")
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    sync = pytest.importorskip("playwright.sync_api", reason="a browser is an extra: pip install minutes_nlp[browser]")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=ja"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser, address):
    """A page that records what it asks for from elsewhere."""
    context = browser.new_context(base_url=address, locale="ja-JP", accept_downloads=True)
    opened = context.new_page()
    elsewhere = []
    opened.on("request", lambda one: elsewhere.append(one.url) if not one.url.startswith((address, "data:")) else None)
    yield opened
    context.close()
    assert elsewhere == []
