"""The page: everything is there without scripts, nothing of a request reaches the file system, errors are told."""

import csv
import io
import time
from html.parser import HTMLParser
from pathlib import Path
from socket import create_server
from types import SimpleNamespace

import pytest

pytest.importorskip("fastapi", reason="the page is an extra: pip install minutes_nlp[web]")
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from test_series import FIRST, SECOND

from minutes_nlp.cli import main
from minutes_nlp.pipeline import make_record
from minutes_nlp.store import Store
from minutes_nlp.web import Settings, create_app
from minutes_nlp.web.rendering import excerpt, is_long

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "misaki-kurashi" / "meeting-1" / "typeset"
SCRIPT = "<script>alert(1)</script>"
MINUTES = f"""第３回　みさき県くらしの研究会　議事概要
○日時：令和６年１１月６日（水）10:00～12:00
○議事概要
○　地域おこし協力隊の任期の後の住まいが足りない。{SCRIPT}
→　定住に向けた空き家の活用については、次回までに整理したい旨事務局より回答。
○　移住の相談の窓口を一つにしてほしい。
"""
NEXT = """第４回　みさき県くらしの研究会　議事概要
○日時：令和７年２月５日（水）10:00～12:00
○議事概要
○　地域おこし協力隊の任期の後の住まいは、その後どうなったか。
→　地域おこし協力隊の任期の後の住まいが足りないことについては、県内の三か所で空き家を改修する旨事務局より回答。
○　改修は四か所にできないか。
→　三か所とする旨事務局より回答。
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "s.db"
    with Store(path) as store:
        store.add(make_record(MINUTES.encode(), "3.txt"), MINUTES.encode(), "3.txt")
        store.add(make_record(NEXT.encode(), "4.txt"), NEXT.encode(), "4.txt")
        printed = (CORPUS / "plain.pdf").read_bytes()
        store.add(make_record(printed, "plain.pdf"), printed, "plain.pdf")
    return path


@pytest.fixture(scope="module")
def page(db):
    with TestClient(create_app(Settings(db, upload=True)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def ids(db):
    with Store(db) as store:
        return {document.name: document.record_id for document in store.documents()}


class Links(HTMLParser):
    """The addresses on a page."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, _tag, attrs):
        given = dict(attrs)
        self.found += [given[name] for name in ("href", "src", "action") if given.get(name)]


def test_a_search_shows_the_question_with_its_reply_and_marks(page):
    text = page.get("/", params={"q": "任期 定住"}).text
    assert "<mark>任期</mark>" in text
    assert "<mark>定住</mark>" in text
    assert "期限 次回" in text


def test_the_slower_groups_come_where_they_are_asked_for_or_nothing_else_is_found(page):
    first = page.get("/?q=任期").text
    assert "group-related" not in first
    link = next(link for link in Links(first).found if "more=1" in link)
    assert "group-related" in page.get(link).text
    assert "group-related" in page.get("/?q=住居の手当て").text


def test_what_a_document_says_is_never_markup(page, ids):
    for path in ("/?q=住まい", f"/documents/{ids['3.txt']}", f"/documents/{ids['3.txt']}/pages/1", "/overview"):
        assert SCRIPT not in page.get(path).text
    assert "&lt;script&gt;" in page.get("/", params={"q": "住まい"}).text
    assert "<script>" not in page.get("/", params={"q": SCRIPT}).text


def test_every_link_leads_to_a_page_of_ours(page, ids):
    seen, waiting = set(), ["/", "/?q=協力隊", "/overview", "/documents", f"/documents/{ids['plain.pdf']}"]
    while waiting and len(seen) < 120:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = page.get(path)
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            links = [link for link in Links(answer.text).found if not link.startswith("#")]
            assert all(link.startswith("/") and not link.startswith("//") for link in links), path
            waiting += [link for link in links if "papers" not in link]
    assert len(seen) > 20


def test_from_a_hit_to_the_very_lines_of_the_page(page, ids):
    links = Links(page.get("/", params={"q": "協力隊", "document_kind": "minutes"}).text).found
    leaf = next(link for link in links if ids["plain.pdf"] in link and "/pages/" in link)
    text = page.get(leaf).text
    assert 'class="mark"' in text
    image = page.get(next(line.split('"')[1] for line in text.splitlines() if "<image" in line))
    assert image.content.startswith(b"\x89PNG")


def test_a_text_file_shows_its_page_as_text_with_the_passage_marked(page, ids):
    with_spans = next(link for link in Links(page.get("/?q=窓口").text).found if "/pages/" in link)
    assert ids["3.txt"] in with_spans
    assert '<mark id="mark">移住の相談の窓口を一つにしてほしい。</mark>' in page.get(with_spans).text


def test_a_meeting_shows_its_head_its_items_and_what_has_no_answer(page, ids):
    text = page.get(f"/documents/{ids['3.txt']}").text
    for expected in ("みさき県くらしの研究会", "令和6年11月6日", "六項目の記載", "回答の記載がない意見", "対応表"):
        assert expected in text


def test_a_meeting_has_a_summary_and_leads_to_the_meetings_beside_it(page, ids):
    text = page.get(f"/documents/{ids['4.txt']}").text
    summary = text[text.index('id="summary"') :]
    assert 'href="#u1"' in summary[: summary.index("</section>")]
    assert f'rel="prev" href="/documents/{ids["3.txt"]}"' in text
    assert 'rel="next"' not in text
    assert f'rel="next" href="/documents/{ids["4.txt"]}"' in page.get(f"/documents/{ids['3.txt']}").text


def test_a_remark_shows_what_became_of_it(page, ids):
    remark = f"/documents/{ids['3.txt']}/remarks/u1"
    assert f"{remark}/after" in Links(page.get(remark).text).found
    after = page.get(f"{remark}/after").text
    assert f"/documents/{ids['4.txt']}/remarks/u2" in after
    assert "根拠: 同じ事業・制度：地域おこし協力隊" in after
    last = page.get(f"/documents/{ids['4.txt']}/remarks/u1/after").text
    assert "これより後の資料が、まだ保存先にありません" in last


def test_of_a_matter_that_nobody_comes_back_on_none_is_found(page, ids):
    assert "見当たりません" in page.get(f"/documents/{ids['3.txt']}/remarks/u3/after").text


def test_who_asks_what_became_of_something_is_led_there(page, ids):
    link = f'href="/documents/{ids["3.txt"]}/remarks/u1#after"'
    assert link in page.get("/", params={"q": "任期の後の住まいはどうなったか"}).text
    assert link not in page.get("/", params={"q": "任期の後の住まい"}).text


def test_a_remark_shows_the_words_that_its_fields_rest_on(page, ids):
    text = page.get(f"/documents/{ids['3.txt']}/remarks/u1").text
    assert "<mark>地域おこし協力隊</mark>" in text
    assert "根拠: 名称の記載「地域おこし協力隊" in text


def test_a_word_over_the_end_of_a_line_is_shown_in_one_piece(tmp_path):
    long = "任期の後の住まいが足りないという声がどの町でも聞かれるので、県の考えを聞きたい。地域おこし"
    text = MINUTES.replace("地域おこし協力隊の任期の後の住まいが足りない。", f"{long}\n協力隊の住まいはどうするのか。")
    with Store(tmp_path / "s.db") as store:
        record = make_record(text.encode(), "x.txt")
        store.add(record)
    with TestClient(create_app(Settings(tmp_path / "s.db"))) as client:
        assert "根拠: 名称の記載「地域おこし協力隊" in client.get(f"/documents/{record.id}/remarks/u1").text


def test_what_is_found_can_be_saved_as_the_table_of_replies(page):
    answer = page.get("/found/responses.xlsx", params={"q": "改修"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    told = [str(value) for row in rows for value in row if value]
    assert any("住まいは、その後" in value for value in told)
    assert any("四か所" in value for value in told)
    assert not any("窓口を一つ" in value for value in told)
    nothing = page.get("/found/responses.xlsx", params={"q": "存在しない語"})
    assert nothing.status_code == 422
    assert "対応表に載せる意見・質問がありません" in nothing.text


@pytest.mark.parametrize("kind", ["summary.docx", "responses.xlsx", "responses.csv", "promises.xlsx", "news.html"])
def test_papers_can_be_saved(page, ids, kind):
    answer = page.get(f"/documents/{ids['plain.pdf']}/papers/{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert len(answer.content) > 500


def test_results_can_be_saved_as_csv(page):
    answer = page.get("/found/turns.csv", params={"q": "協力隊"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["一致"] for row in rows} == {"語句一致"}
    assert {row["立場"] for row in rows} <= {"構成員", "事務局", "記載なし", "座長等"}
    assert any("地域おこし協力隊" in row["分野"] and row["該当"] == "○" for row in rows)
    assert answer.content.startswith(b"\xef\xbb\xbf")  # else Excel takes it for CP932


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/documents/../../etc/passwd", 404),
        ("/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404),
        ("/documents/0000000000000000", 404),
        ("/static/..%2f..%2fapp.py", 404),
        ("/?page=0", 422),
        ("/?since=yesterday", 422),
        ("/?since=2024-13", 422),
        ("/documents/0000000000000000/papers/x.exe", 404),
        ("/add/unknown", 404),
    ],
)
def test_every_error_has_one_clear_page(page, path, status):
    answer = page.get(path)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/documents", "/api/documents"])
def test_what_cannot_be_done_tells_what_can(page, path):
    answer = page.request("TRACE", path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_every_answer_carries_the_policy(page):
    for path in ("/", "/nothing", "/api/documents", "/static/style.css"):
        policy = page.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_other_hosts_and_foreign_forms_are_refused(page):
    assert page.get("/", headers={"Host": "evil.example"}).status_code == 400
    sent = page.post("/add", files={"files": ("a.txt", b"x")}, headers={"Origin": "https://evil.example"})
    assert sent.status_code == 403


def test_files_are_added_with_a_result_for_each(page):
    sent = [
        ("files", ("plain.docx", (CORPUS / "plain.docx").read_bytes())),
        ("files", ("../../evil.txt", b"")),
        ("files", ("program.exe", b"MZ")),
        ("files", ("記録.json", b"{}")),
    ]
    answer = page.post("/add", files=sent)
    deadline = time.monotonic() + 60
    while "読み取っています" in answer.text and time.monotonic() < deadline:
        time.sleep(0.2)
        answer = page.get(answer.url)
    assert "処理が終わりました" in answer.text
    rows = answer.text.split("<tr>")[2:]
    assert "plain.docx</a>" in rows[0]
    assert "完了" in rows[0]
    assert "evil.txt" in rows[1]
    assert ".." not in rows[1]
    assert "失敗" in rows[1]
    assert "対象外" in rows[2]
    assert "対象外" in rows[3]
    assert ".pdf" in rows[3]
    assert "4件のうち 4件" in answer.text
    assert "plain.docx" in page.get("/documents").text


def test_without_upload_nothing_can_be_added(db):
    with TestClient(create_app(Settings(db))) as client:
        assert client.get("/add").status_code == 404
        assert client.post("/add", files={"files": ("a.txt", b"x")}).status_code == 404
        assert "資料を加える" not in client.get("/").text


def test_a_port_that_is_taken_is_told_before_an_address(db, capsys):
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--db", str(db), "--port", str(port)]) == 2
    told = capsys.readouterr()
    assert "http://" not in told.out
    assert f"ポート {port} で待ち受けられません" in told.err
    assert "--port" in told.err


def test_more_than_the_limit_is_refused(page, monkeypatch):
    monkeypatch.setattr("minutes_nlp.web.adding.MOST_SENT", 10)
    answer = page.post("/add", files={"files": ("a.txt", io.BytesIO(b"x" * 100))})
    assert answer.status_code == 422
    assert "MB まで" in answer.text


def test_a_document_that_people_should_look_at_says_so(tmp_path):
    text = "第３回　みさき県くらしの研究会　議事概要\n○日時：令和６年１１月６日（水）10:00～12:00\n\n井戸の蓋が古い。\n"
    with Store(tmp_path / "s.db") as store:
        record = make_record(text.encode(), "x.txt")
        store.add(record)
    with TestClient(create_app(Settings(tmp_path / "s.db"))) as client:
        assert "要確認: 発言の書き方(記法)を判定できませんでした" in client.get(f"/documents/{record.id}").text


def test_a_passage_stands_below_its_heading_and_figures_lead_to_their_pages(tmp_path):
    with Store(tmp_path / "s.db") as store:
        for name, text in (("R6.txt", FIRST), ("R7.txt", SECOND)):
            store.add(make_record(text.encode(), name))
    with TestClient(create_app(Settings(tmp_path / "s.db"))) as client:
        assert '<p class="help">その他予算 1.3</p>' in client.get("/?q=団体数").text
        figures = client.get("/overview").text.partition('id="figures"')[2]
        leaves = Links(figures).found
        assert len(leaves) > 1
        assert all(client.get(leaf).status_code == 200 for leaf in leaves)


def test_the_editions_of_a_document_are_told_beside_the_one_that_is_shown(tmp_path):
    fixed = MINUTES.replace("議事概要\n", "議事概要（訂正版）\n", 1)
    with Store(tmp_path / "s.db") as store:
        for name, text in {"3.txt": MINUTES, "訂正.txt": fixed, "4.txt": NEXT}.items():
            store.add(make_record(text.encode(), name), text.encode(), name)
        ids = {document.name: document.record_id for document in store.documents(hidden=True)}
    beside = f'<a href="/documents/{ids["3.txt"]}">3.txt</a>'
    with TestClient(create_app(Settings(tmp_path / "s.db"))) as page:
        found = page.get("/", params={"q": "窓口を一つに"}).text
        assert found.count("移住の相談の<mark>") == 1
        assert "ほかの版: " in found
        assert beside in found
        assert beside in page.get("/documents").text
        assert beside in page.get(f"/documents/{ids['訂正.txt']}").text
        assert "（2件）" in page.get("/").text
        older = page.get(f"/documents/{ids['3.txt']}").text
        assert f'<a href="/documents/{ids["訂正.txt"]}">訂正.txt</a>' in older
        assert "移住の相談の窓口を一つに" in older
        assert 'rel="next"' in older
        assert "その後どうなったか" in page.get(f"/documents/{ids['3.txt']}/remarks/u1").text
        (listed,) = page.get(f"/api/documents/{ids['訂正.txt']}/editions").json()
        assert listed["edition_of"] == ids["訂正.txt"]


def test_of_a_file_without_pages_the_paragraph_is_told_and_no_page(tmp_path):
    html = "<html><body>" + "".join(f"<p>{line}</p>" for line in NEXT.splitlines()) + "</body></html>"
    with Store(tmp_path / "s.db") as store:
        store.add(make_record(html.encode(), "4.html"), html.encode(), "4.html")
        (document,) = store.documents()
    with TestClient(create_app(Settings(tmp_path / "s.db"))) as page:
        found = page.get("/", params={"q": "三か所で改修"}).text
        assert "原本 第5段落" in found
        link = next(link for link in Links(found).found if "/pages/" in link)
        for address in (link, f"/documents/{document.record_id}", "/"):
            assert "1頁" not in page.get(address).text
        assert "原本の本文" in page.get(link).text


def test_the_api_has_the_verbs_of_the_store(page, db, ids):
    with Store(db) as store:
        assert page.get("/api/search", params={"q": "任期"}).json()["total"] == store.search("任期").total
        record = page.get(f"/api/documents/{ids['3.txt']}/record")
        assert record.text == store.record(ids["3.txt"]).to_json()
    assert page.get(f"/api/documents/{ids['3.txt']}/exchanges/u1").json()["passages"][0]["ref"] == "u1"
    assert page.get("/api/facets", params={"q": "任期"}).json()["kind"]
    assert page.get("/api/similar", params={"text": "住む家"}).status_code == 200
    wrong = page.get("/api/search", params={"q": "-x"})
    assert wrong.status_code == 422
    assert wrong.json()["remedy"]
    assert set(page.get("/api/openapi.json").json()["paths"]) >= {"/api/search", "/api/documents", "/api/similar"}


@pytest.mark.parametrize(
    "query",
    [
        "fiscal_year=9999999999999999999",
        "fiscal_year=-1",
        "&".join(f"topic=t{number}" for number in range(100)),
        "q=" + "a" * 5_000,
        "page=999999999999",
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/search", "/api/facets", "/found/responses.xlsx"])
def test_what_no_store_can_take_is_refused(page, path, query):
    assert page.get(f"{path}?{query}").status_code == 422


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ED%A0%80", "speaker=%00&q=a", "council=%FF", "q=NEAR(a%22", "since=0000"]
)
def test_odd_characters_are_only_characters(page, query):
    for path in ("/", "/api/search", "/api/facets"):
        assert page.get(f"{path}?{query}").status_code in {200, 422}


def test_a_long_passage_is_told_by_the_part_with_the_first_mark():
    text = "水" * 400 + "渡し舟" + "火" * 400
    passage = SimpleNamespace(text=text, marks=((400, 403),))
    shown = excerpt(passage)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "<mark>渡し舟</mark>" in shown
    assert len(shown) < 330
    assert is_long(passage)
