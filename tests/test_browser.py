"""The page in a real browser: what staff do by clicking, by keyboard alone, in both colour schemes, on paper.

Needs Debian's Chromium and the extra `browser`; `.ci/run` installs both.
"""

import re
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the page is an extra: pip install minutes_nlp[web]")
pytest.importorskip("playwright.sync_api", reason="a browser is an extra: pip install minutes_nlp[browser]")
axe_package = pytest.importorskip("axe_core_python", reason="axe is an extra: pip install minutes_nlp[browser]")

from minutes_nlp.pipeline import make_record  # noqa: E402 - as above
from minutes_nlp.store import Store  # noqa: E402 - as above

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
AXE = (Path(axe_package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PATHS = ["/", "/?q=協力隊", "/documents", "/overview", "/add", "/nothing"]


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("browser") / "s.db"
    with Store(path) as store:
        for number in (1, 2):
            content = (CORPORA / "misaki-kurashi" / f"meeting-{number}" / "typeset" / "plain.pdf").read_bytes()
            store.add(make_record(content, f"{number}.pdf"), content)
    return path


def faults(tab):
    tab.evaluate(AXE)
    found = tab.evaluate("axe.run()")["violations"]
    return [(fault["id"], [node["html"][:120] for node in fault["nodes"][:3]]) for fault in found]


def test_from_typing_words_to_the_very_line_of_the_page(tab):
    tab.goto("/")
    tab.get_by_label("探す語").fill("協力隊 声")
    tab.get_by_role("button", name="検索").click()
    hit = tab.locator(".said.hit").first
    assert hit.locator("mark").count() >= 1
    hit.get_by_role("link", name=re.compile("原本")).click()
    assert tab.locator("rect.mark").count() >= 1
    drawn = tab.locator("svg.leaf image")
    assert drawn.bounding_box()["height"] > 300
    size = tab.evaluate(
        "fetch(document.querySelector('svg.leaf image').href.baseVal).then(one => one.blob())"
        ".then(createImageBitmap).then(one => one.width)"
    )
    assert size > 600


def test_the_slower_groups_come_by_themselves(tab):
    tab.goto("/?q=移動販売")
    tab.locator("#group-related").wait_for()
    assert tab.locator("#more").count() == 0
    assert tab.locator("section.more .exchange").count() >= 1


def test_narrowing_by_a_facet_and_saving_the_result(tab):
    tab.goto("/?q=協力隊")
    before = tab.locator("h2 .count").first.inner_text()
    tab.locator("input[name=kind][value=reply]").check()
    tab.get_by_role("button", name="この条件で検索").click()
    assert tab.locator("h2 .count").first.inner_text() != before
    with tab.expect_download() as saved:
        tab.get_by_role("link", name="CSV").click()
    assert saved.value.path().read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_meeting_and_its_paper(tab):
    tab.goto("/documents")
    tab.get_by_role("link", name=re.compile("研究会")).first.click()
    with tab.expect_download() as saved:
        tab.get_by_role("link", name=re.compile(r"Excel\s*の対応表")).click()
    assert saved.value.path().stat().st_size > 5_000


def test_dropping_a_file(tab):
    tab.goto("/add")
    tab.get_by_label(re.compile("ファイルを選ぶ")).set_input_files(
        CORPORA / "misaki-kurashi" / "meeting-1" / "typeset" / "plain.docx"
    )
    tab.get_by_role("button", name="読み取って加える").click()
    tab.get_by_role("heading", name="処理が終わりました").wait_for(timeout=60_000)
    tab.get_by_role("link", name="plain.docx").click()
    assert "研究会" in tab.get_by_role("heading", level=1).inner_text()


def test_by_keyboard_alone(tab):
    tab.goto("/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "本文へ移動"
    for _ in range(12):
        if tab.evaluate("document.activeElement.id") == "q":
            break
        tab.keyboard.press("Tab")
    tab.keyboard.type("移動販売")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("q="))
    reached = set()
    for _ in range(150):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    assert any("原本" in one or "/pages/" in one for one in reached)
    assert any('type="checkbox"' in one for one in reached)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(tab, db, scheme):
    with Store(db) as store:
        one = next(document for document in store.documents() if document.number == 1)
        turn = store.search("協力隊").exchanges[0].hits[0]
    tab.emulate_media(color_scheme=scheme)
    more = [f"/documents/{one.record_id}", f"/documents/{one.record_id}/pages/1"]
    for path in [*PATHS, *more, f"/documents/{turn.document}/remarks/{turn.ref}"]:
        tab.goto(path)
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert faults(tab) == [], path


@pytest.mark.parametrize(("width", "zoom"), [(360, 1), (640, 2)])
def test_narrow_screens_and_large_letters_need_no_sideways_scrolling(tab, db, width, zoom):
    tab.set_viewport_size({"width": width // zoom, "height": 800})
    with Store(db) as store:
        turn = store.search("協力隊").exchanges[0].hits[0]
    document = f"/documents/{turn.document}"
    for path in [*PATHS, document, f"{document}/pages/1", f"{document}/remarks/{turn.ref}"]:
        tab.goto(path)
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width // zoom, path


def test_without_scripts_all_of_it_works(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    opened = context.new_page()
    opened.goto("/")
    opened.get_by_label("探す語").fill("移動販売")
    opened.get_by_role("button", name="検索").click()
    assert opened.locator("mark").count() >= 1
    context.close()


def test_on_paper_only_what_is_to_be_read_is_left(tab):
    tab.goto("/?q=協力隊")
    tab.emulate_media(media="print")
    assert not tab.locator(".facets").is_visible()
    assert not tab.get_by_role("button", name="検索").first.is_visible()
    assert tab.locator(".exchange").first.is_visible()
    assert tab.pdf().startswith(b"%PDF")
