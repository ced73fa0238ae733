"""Ten tasks of a secretary, written down in tests/gold/tasks.md, each done in a browser in at most four steps."""

import os
import re
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the page is an extra: pip install minutes_nlp[web]")

from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Store

COUNCIL = Path(__file__).resolve().parents[1] / "corpora" / "misaki-kurashi"
FILES = [COUNCIL / f"meeting-{number}" / "typeset" / "plain.pdf" for number in (1, 2, 4)]
FILES += [COUNCIL / "report" / "typeset" / "plain.pdf"]
MOST_STEPS = 4
IN_VIEW = """() => {
  const mark = document.querySelector("rect.mark").getBoundingClientRect()
  return 0 <= mark.top && mark.top < innerHeight
}"""


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("tasks") / "s.db"
    with Store(path) as store:
        for file in FILES:
            content = file.read_bytes()
            store.add(make_record(content, f"{file.parents[1].name}.pdf"), content)
    return path


class Hand:
    """What a secretary does: counts the steps and takes a picture of each."""

    def __init__(self, tab, task):
        self.tab, self.task, self.steps = tab, task, 0
        folder = os.environ.get("MINUTES_PICTURES")
        self.folder = Path(folder) if folder else None
        tab.goto("/")

    def click(self, found):
        """Press what is found, or tick it."""
        found.first.click()
        self._done()

    def link(self, name):
        self.click(self.tab.get_by_role("link", name=re.compile(name)))

    def button(self, name):
        self.click(self.tab.get_by_role("button", name=name))

    def write(self, words):
        box = self.tab.get_by_label("探す語")
        box.fill(words)
        box.press("Enter")
        self.tab.wait_for_url(re.compile("q="))
        self._done()

    def save(self, name):
        """Press a link that saves a file."""
        with self.tab.expect_download() as saved:
            self.tab.get_by_role("link", name=re.compile(name)).first.click()
        self._done()
        return saved.value.path()

    def _done(self):
        self.steps += 1
        assert self.steps <= MOST_STEPS, "too many steps"
        if self.folder:
            self.tab.wait_for_load_state()
            self.folder.mkdir(parents=True, exist_ok=True)
            self.tab.screenshot(path=self.folder / f"task-{self.task:02}-{self.steps}.png")


def test_1_what_members_said_about_housing_for_those_who_stay_and_what_was_answered(tab):
    hand = Hand(tab, 1)
    hand.write("住まい")
    hand.click(tab.get_by_label(re.compile(r"^\s*構成員")))
    hand.button("この条件で検索")
    first = tab.locator(".exchange").first
    assert "任期後の住まい" in first.locator(".said.remark").inner_text()
    assert "空き家バンク" in first.locator(".said.reply").first.inner_text()


def test_2_on_which_line_of_the_original_a_remark_stands(tab):
    hand = Hand(tab, 2)
    hand.link("^地域おこし協力隊")
    hand.link("^原本")
    assert tab.locator("rect.mark").count() >= 1
    tab.wait_for_function(IN_VIEW)  # Chromium goes to the mark once the page is laid out
    assert tab.locator("svg.leaf image").bounding_box()["height"] > 300


def test_3_which_opinions_of_the_last_meeting_have_no_reply(tab):
    hand = Hand(tab, 3)
    hand.click(tab.get_by_role("region", name="新しい資料").get_by_role("link", name=re.compile("第4回")))
    section = tab.locator("section[aria-labelledby=unanswered]")
    hand.click(section.get_by_role("link"))
    ref = tab.url.partition("#")[2]
    assert "回答の記載なし" in tab.locator(f"#{ref}").inner_text()


def test_4_what_the_oldest_promise_was_to_whom_and_until_when(tab):
    hand = Hand(tab, 4)
    hand.link("^概況")
    hand.click(tab.locator("section[aria-labelledby=promised] tbody th a"))
    assert "約束" in tab.locator(".promise").first.inner_text()
    assert tab.locator(".said.remark, .said.follow_up").count() >= 1
    assert "期限" in tab.locator(".exchange").first.inner_text()


def test_5_what_became_of_a_remark(tab):
    hand = Hand(tab, 5)
    hand.link("^地域おこし協力隊")
    hand.link("^この発言を詳しく")
    after = tab.locator("section[aria-labelledby=after]")
    assert "根拠" in after.inner_text()
    hand.click(after.get_by_role("link", name=re.compile("^原本")))
    assert tab.locator("rect.mark").count() >= 1


def test_6_the_table_of_replies_of_a_meeting(tab):
    hand = Hand(tab, 6)
    hand.click(tab.get_by_role("region", name="新しい資料").get_by_role("link"))
    assert hand.save(r"Excel\s*の対応表").read_bytes().startswith(b"PK")


def test_7_how_much_a_field_was_spoken_about_in_which_meeting(tab):
    hand = Hand(tab, 7)
    hand.link("^概況")
    hand.click(tab.locator("section[aria-labelledby=heat] summary"))
    row = tab.get_by_role("row", name=re.compile("^地域おこし協力隊"))
    assert row.is_visible()
    assert any(int(cell) > 0 for cell in row.get_by_role("cell").all_inner_texts())


def test_8_only_what_is_to_be_studied_in_a_field(tab):
    hand = Hand(tab, 8)
    hand.link("^地域おこし協力隊")
    hand.click(tab.locator("summary", has_text="約束の強さ"))
    hand.click(tab.get_by_label(re.compile(r"^\s*検討する")))
    hand.button("この条件で検索")
    exchanges = tab.locator(".exchange")
    assert exchanges.count() >= 1
    assert all("約束: 検討する" in text for text in exchanges.all_inner_texts())


def test_9_whether_the_same_was_said_elsewhere(tab):
    hand = Hand(tab, 9)
    hand.link("^地域おこし協力隊")
    hand.link("^この発言を詳しく")
    near = tab.locator("section[aria-labelledby=near]")
    hand.click(near.get_by_role("link", name=re.compile("^この発言を詳しく")))
    assert tab.get_by_role("heading", level=1).inner_text() == "発言とその回答"


def test_10_adding_minutes_and_seeing_what_was_read(tab):
    hand = Hand(tab, 10)
    hand.link("^資料を加える")
    tab.get_by_label(re.compile("ファイルを選ぶ")).set_input_files(COUNCIL / "meeting-3" / "typeset" / "plain.docx")
    hand.button("読み取って加える")
    tab.get_by_role("heading", name="処理が終わりました").wait_for(timeout=60_000)
    hand.link("^plain.docx")
    assert "研究会" in tab.get_by_role("heading", level=1).inner_text()
    assert tab.locator(".exchange").count() > 5
