# ruff: noqa: E501 - pages have long lines
"""Web pages and Markdown: invented councils, in the styles in which public offices publish their minutes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_pipeline import assert_conserved, assert_linked, assert_quotes

from minutes_nlp.errors import SourceError
from minutes_nlp.model import DocumentKind
from minutes_nlp.pipeline import make_record
from minutes_nlp.reading import read
from minutes_nlp.reading.web.page import MOST_TAGS, read_web

TABLE_PAGE = """<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=Shift_JIS">
<TITLE>会議録</TITLE></HEAD><BODY bgcolor=#ffffff>
<TABLE border=0 width=760><TR><TD colspan=2><IMG src=logo.gif alt="さくら野町"></TD></TR>
<TR valign=top><TD width=150><A href=a.html>町の紹介</A><BR><A href=b.html>くらしの情報</A><BR>
<A href=c.html>町議会</A><BR><A href=d.html>リンク</A></TD>
<TD><CENTER><FONT size=5><B>第３回さくら野町総合計画審議会議事録</B></FONT></CENTER><BR>
日　時：平成16年８月20日（金）午後２時～<BR>場　所：町役場２階会議室<BR><BR>
<B>議事</B><BR>
（会長）それでは議題①「基本構想案」について事務局から説明をお願いします。<BR>
（事務局）資料１に基づき、基本構想案の①から⑤までを説明いたします。<BR>
（委員）人口の目標が高すぎるのではないか。根拠を伺いたい。<BR>
（事務局）過去の伸びと住宅の計画から積み上げたものです。<BR>
（委員）商店街の記述が薄いのではないか。<BR>
（事務局）御指摘を踏まえ、次回までに案を直します。<BR><BR>
<A href=index.html>戻る</A></TD></TR></TABLE></BODY></HTML>"""

DEFINITIONS = """<!DOCTYPE html><html lang="ja"><head><meta charset="EUC-JP">
<title>第２回わかば市図書館協議会会議録｜わかば市</title></head><body>
<div id="gHeader"><h1><a href="/">わかば市</a></h1><ul><li><a href="/k">くらし</a></li><li><a href="/s">しごと</a></li>
<li><a href="/i">市政情報</a></li></ul></div>
<div id="tmp_contents"><h2>第２回わかば市図書館協議会会議録</h2>
<dl><dt>日時</dt><dd>平成２９年６月２日（金）午前10時</dd><dt>場所</dt><dd>中央図書館　会議室</dd></dl>
<h3>議事</h3>
<dl><dt>桐原会長</dt><dd>議題に入ります。事務局から説明してください。</dd>
<dt>事務局</dt><dd>昨年度の貸出冊数について御説明します。</dd>
<dt>柚木委員</dt><dd>減った理由は何か。</dd>
<dd>また、学校との連携はどうなっているか。</dd>
<dt>事務局</dt><dd>開館日数が減ったためと考えております。学校とは協定の準備を進めています。</dd></dl></div>
<div id="footer"><p>わかば市役所　電話番号：000-000-0000</p></div></body></html>"""

DIV_SOUP = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>会議録 - みなと町</title></head><body>
<div class="l-header"><div class="siteLogo">みなと町公式ウェブサイト</div></div>
<div class="topicPath"><a href="/">ホーム</a>　&gt;　<a href="/m">町政</a>　&gt;　会議録</div>
<div class="l-contents"><div class="box_h2"><h2>令和５年度第１回みなと町公民館運営審議会</h2></div>
<div class="txt">日時：令和５年５月18日（木曜日）<br>会場：中央公民館</div>
<div class="talk"><span class="speaker">浜口委員長</span><div class="words">次第２に移ります。</div></div>
<div class="talk"><span class="speaker">三ツ谷委員</span><div class="words">講座の申込みは窓口だけなのか。</div></div>
<div class="talk"><span class="speaker">社会教育課長</span><div class="words">今年度から電子申請でも受け付けております。</div></div>
<div class="talk"><span class="speaker">三ツ谷委員</span><div class="words">高齢の方への支援を検討してほしい。</div></div>
<div class="talk"><span class="speaker">社会教育課長</span><div class="words">検討いたします。</div></div></div>
<div class="l-foot"><div class="snsArea"><a href="http://x.example/">シェアする</a></div>
<div class="copyright">Copyright みなと町</div></div></body></html>"""

WORDPRESS = """<!DOCTYPE html><html><head><meta charset="UTF-8"><title>第４回 緑丘市子ども会議 議事要旨 &#8211; 緑丘市</title>
<script>var x = "<p>見えない</p>";</script></head><body class="post-template has-sidebar menu-open">
<header class="site-header"><p class="site-title"><a href="/">緑丘市</a></p><nav><ul><li><a href="/1">市政</a></li></ul></nav></header>
<main id="main"><article class="post-12 entry"><header class="entry-header"><h1 class="entry-title">第４回 緑丘市子ども会議 議事要旨</h1></header>
<div class="entry-content"><p>日時：令和4年11月8日<br />場所：市民会館</p>
<h2>意見交換</h2><ul class="wp-block-list">
<li>○ 通学路の照明が少ないのではないか。</li><li>→ 今年度中に10か所へ設置する予定である。</li>
<li>○ 遊び場の時間を延ばしてほしい。</li><li>→ 利用の状況を見て検討する。</li></ul>
<p><a href="/wp-content/s1.pdf">資料１（PDF）</a></p></div></article></main>
<aside id="secondary" class="widget-area"><h2>最近の投稿</h2><ul><li><a href="/p1">お知らせ</a></li></ul></aside>
<footer><p>&copy; 緑丘市</p></footer></body></html>"""

RUBY = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>議事録</title></head><body>
<h1>第１回<ruby><rb>鵯</rb><rp>（</rp><rt>ひよどり</rt><rp>）</rp></ruby>町環境審議会議事録</h1>
<p>○<ruby>榊<rt>さかき</rt></ruby>会長　開会いたします。</p>
<p>○小田島委員　目標の年次<sup>１</sup>はいつか。</p>
<p>○環境課長　令和12年度<sup>[2]</sup>です。面積は10m<sup>2</sup>を単位とします。</p>
<p>○小田島委員　分かりました。</p>
<ol class="footnotes" type="1"><li id="fn1">計画の最後の年度をいう。</li><li id="fn2">2030年度。</li></ol></body></html>"""

QUESTIONS = """<html><head><meta charset="utf-8"><title>説明会での質疑</title></head><body>
<h1>水道料金の説明会でいただいた質問と回答</h1>
<ul><li><a href="#q1">値上げはいつからか。</a></li><li><a href="#q2">減免はあるか。</a></li><li><a href="#q3">工事はいつか。</a></li></ul>
<div id="q1"><h2>料金について</h2><p><b>問１</b>　値上げはいつからか。</p><p><b>答１</b>　令和７年４月検針分からを予定しています。</p>
<p id="q2"><b>問２</b>　減免はあるか。</p><p><b>答２</b>　ひとり親世帯を対象に設ける予定です。</p>
<p id="q3"><b>問３</b>　老朽管の工事はいつか。</p><p><b>答３</b>　来年度から順に行います。</p></div></body></html>"""

STRONG = """<html><head><meta charset="utf-8"><title>議事録</title></head><body><h1>第５回 峰村 議会改革検討会 議事録</h1>
<p><strong>畑中座長</strong>　これより始めます。</p>
<p><strong>椎葉委員</strong>　定数は何人が適当か、事務局の考えを伺いたい。</p>
<p><strong>事務局</strong>　人口の近い町村では10人が最も多くなっております。</p>
<p><strong>椎葉委員</strong>　資料として配ってほしい。</p>
<p><strong>事務局</strong>　次回に配布いたします。</p></body></html>"""

ROWS = """<!DOCTYPE html><meta charset="utf-8"><title>議事録</title><h1>第６回湖畔市防災会議 議事録</h1>
<table><thead><tr><th>発言者</th><th>発言内容</th></tr></thead><tbody>
<tr><td>会長</td><td>議題１について質問はありますか。</td></tr>
<tr><td>森永委員</td><td>避難所の数は足りているのか。<br>備蓄はどうか。</td></tr>
<tr><td>防災課長</td><td>足りております。備蓄は３日分です。</td></tr>
<tr><td>会長</td><td>ほかになければ次に移ります。</td></tr></tbody></table>"""

PRE = """<html><head><meta charset="utf-8"><title>x</title></head><body><pre>
第２回渡良町農業委員会議事録

○議長　　ただいまから会議を開きます。議案第１号について、事務局の説明を求め
ます。
○事務局　議案第１号は農地法第３条の許可申請で、場所は字上原、面積は二千平方
メートルであります。
○沢村委員　　水利の同意は取れているのか。また、隣の農地への影響はどのように
考えているのか。
○事務局　同意書を確認しております。影響はないものと考えております。
</pre></body></html>"""

CARDS = """<!DOCTYPE html><html><head><meta charset=utf-8><title>会議録</title></head><body>
<header><h1>第８回 水辺の会 議事録</h1><p>2024年3月1日</p></header>
<section><h2>議事</h2>
<article class="comment"><header><h4>東野委員長</h4></header><p>議題１について意見はあるか。</p></article>
<article class="comment"><header><h4>西尾委員</h4></header><p>護岸の材料はどうするのか。</p></article>
<article class="comment"><header><h4>河川課長</h4></header><p>自然石を用いる予定である。</p></article>
<article class="comment"><header><h4>南波委員</h4></header><p>予算は足りるのか。</p></article>
<article class="comment"><header><h4>河川課長</h4></header><p>補正で対応する。</p></article>
</section><footer>水辺の会</footer></body></html>"""

FAQ = """<html><head><meta charset=utf-8><title>第１回説明会の質疑応答について | 森ノ宮市</title></head><body>
<div id=head><p>文字サイズ <a href=#>大</a> <a href=#>中</a></p><form><input><button>検索</button></form></div>
<div class="breadcrumb"><ul><li><a href=/>トップ</a></li><li>質疑応答</li></ul></div>
<div id=contents><h1>第１回説明会の質疑応答について</h1><p class=date>更新日：2023年7月4日</p>
<dl class=faq><dt>Q1. 工事の期間はどのくらいですか。</dt><dd>A1. 約６か月を予定しています。</dd>
<dt>Q2. 騒音の対策はありますか。</dt><dd>A2. 防音シートを設置します。</dd></dl>
<h2>このページに関するお問い合わせ</h2><p>都市整備部　道路課<br>電話：000-000-0000</p></div></body></html>"""

MARKDOWN = """---
title: 第３回データ活用部会
layout: minutes
---

# 第３回データ活用部会 議事概要

- 日時：令和６年２月１日（木）１０時～１１時
- 場所：オンライン

{{#include ../note.md}}

## 主な意見

>（氷室部会長）
>
> 資料２について**「標準化」**の説明をお願いしたい。

>（事務局）
>
> [資料２](https://city.example/s2.pdf)に沿って説明する[^1]。

>（蓮見委員）
>
> 費用はどのくらいかかるのか。

>（事務局）
>
> 初年度は３００万円を見込んでいる。

| 項目 | 金額 |
| --- | --- |
| 構築 | 200万円 |

3. その他
4. 閉会

[^1]: 別添の資料をいう。
"""

TAGGED = """# 福祉委員会会議録　議案の審査

<div class="toc">

- [質疑](#質疑)
- [討論](#討論)
- [採決](#採決)

</div>

## 質疑

<div class="bubble left" data-speaker="三枝議員">

対象は何世帯か。

</div>
<div class="bubble right" data-speaker="福祉課長（奥）">

約千世帯である。

</div>
<div class="bubble left" data-speaker="三枝議員">

申請は必要か。

</div>
<div class="bubble right" data-speaker="福祉課長（奥）">

不要である。

</div>
"""

# name, page, encoding, speakers of the turns (None where nobody is named)
PAGES = {
    "table": ("a.html", TABLE_PAGE, "cp932", ["会長", "事務局", "委員", "事務局", "委員", "事務局"]),
    "definitions": ("a.html", DEFINITIONS, "euc_jp", ["桐原会長", "事務局", "柚木委員", "事務局"]),
    "div-soup": (
        "a.html",
        DIV_SOUP,
        "utf-8",
        ["浜口委員長", "三ツ谷委員", "社会教育課長", "三ツ谷委員", "社会教育課長"],
    ),
    "wordpress": ("a.htm", WORDPRESS, "utf-8", [None] * 4),
    "ruby": ("a.html", RUBY, "utf-8", ["榊会長", "小田島委員", "環境課長", "小田島委員"]),
    "questions": ("a.html", QUESTIONS, "utf-8", [None] * 6),
    "strong": ("a.html", STRONG, "utf-8", ["畑中座長", "椎葉委員", "事務局", "椎葉委員", "事務局"]),
    "rows": ("a.html", ROWS, "utf-8-sig", ["会長", "森永委員", "防災課長", "会長"]),
    "pre": ("a.html", PRE, "utf-8", ["議長", "事務局", "沢村委員", "事務局"]),
    "cards": ("a.html", CARDS, "utf-8", ["東野委員長", "西尾委員", "河川課長", "南波委員", "河川課長"]),
    "faq": ("a.html", FAQ, "utf-8", [None] * 4),
    "markdown": ("a.md", MARKDOWN, "utf-8", ["氷室部会長", "事務局", "蓮見委員", "事務局"]),
    "tagged": ("a.txt", TAGGED, "utf-8", ["三枝議員", "福祉課長（奥）", "三枝議員", "福祉課長（奥）"]),
}


@pytest.fixture(params=PAGES, scope="module")
def page(request):
    name, html, encoding, speakers = PAGES[request.param]
    return make_record(html.encode(encoding), name), speakers


def test_the_laws_hold_and_the_turns_are_those_of_the_page(page):
    record, speakers = page
    assert_conserved(record)
    assert_quotes(record)
    assert_linked(record)
    assert record.kind is DocumentKind.MINUTES
    assert [utterance.speaker.label for utterance in record.utterances] == speakers


def html(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def lines(data: bytes, name: str = "a.html"):
    document = read(data, name)
    return [(line.style, document.source[slice(*line.span)]) for line in document.pages[0].lines]


def texts(body: str):
    return [text for _, text in lines(html(body))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>検討を\n  進める &amp;&nbsp;<!-- x -->決める</p>", ["検討を進める &\u00a0決める"]),
        ("<p>Ａ案<br>Ｂ案<br/><br>Ｃ案</p>", ["Ａ案", "Ｂ案", "Ｃ案"]),
        ("見出し<div>本<b>文</b><p>次</div>末尾", ["見出し", "本文", "次", "末尾"]),
        ("<p>前<script>var a='字';</script><span hidden>隠</span><i style='display: none'>す</i>後</p>", ["前後"]),
        ("<p><議題>は、a<b となる</p>", ["<議題>は、a"]),
        ("<ol start=3 type=i><li>甲<ul><li>乙</ul><li value=9>丙</ol>", ["iii. 甲", "・乙", "ix. 丙"]),
        ("<ul><li>○委員の意見<li>（１）その他</ul><ol><li>第１ 総則</ol>", ["○委員の意見", "（１）その他", "第１ 総則"]),
        ("<ul style='list-style:none'><li>甲</ul>", ["甲"]),
        ("<pre>日時　８日\r\n場所　本館</pre>", ["日時　８日", "場所　本館"]),
        ("<p><b>岸委員</b>賛成だ。<p><b>岸委員</b>以上だ。<p><b>重要</b>な点だ。", ["岸委員　賛成だ。", "岸委員　以上だ。", "重要な点だ。"]),
        ("<details><summary>質問</summary>答え</details>", ["質問", "答え"]),
    ],
)  # fmt: skip
def test_what_a_browser_shows_is_the_text(body, expected):
    assert texts(body) == expected


def test_lines_broken_at_the_margin_are_one_and_lists_are_not():
    one = "会議の冒頭で、前回に頂いた御意見とそれに対する考え方を整"
    two = "理した資料を配布し、主な論点について順に説明を行ったほか"
    assert texts(f"<p>{one}<br>{two}<br>、質疑を行った。</p>") == [f"{one}{two}、質疑を行った。"]
    assert len(texts(f"<p>・{one}<br>・{two}<br>・{one}</p>")) == 3
    assert len(texts("<p>町長<br>副町長<br>教育長</p>")) == 3


def test_kinds_of_lines_follow_the_elements():
    body = "<h2>議題</h2><p>文</p><figure><figcaption>図１</figcaption></figure><div class='foot-note'>x</div>"
    assert lines(html(body)) == [("heading", "議題"), ("", "文"), ("caption", "図１"), ("footnote", "x")]
    long = "本会では、次の三点を確認した。" * 8
    assert lines(html(f"<h3>{long}</h3>")) == [("", long)]


def test_cells_know_their_places_and_tables_that_only_set_the_page_have_none():
    body = "<table><tr><th rowspan=2>甲<th colspan=2>乙<tr><td>丙<td>丁</table>"
    found = read(html(body), "a.html").pages[0].lines
    assert [(line.cell, line.cell_spans) for line in found] == [
        ((0, 0, 0), (2, 1)), ((0, 0, 1), (1, 2)), ((0, 1, 1), (1, 1)), ((0, 1, 2), (1, 1)),
    ]  # fmt: skip
    layout = "<table><tr><td>左<td><table><tr><td>あ<td>い<tr><td>う<td>え</table><tr><td>下<td>端</table>"
    assert [line.cell for line in read(html(layout), "a.html").pages[0].lines] == [
        None, (0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "outside"),
    [
        ("<nav>案内</nav><p>本文である。</p>", ["案内"]),
        ("<p>本文である。</p><div class='pageTop'>上へ</div>", ["上へ"]),
        ("<ul><li><a href=/a>甲</a><li><a href=/b>乙</a><li><a href=/c>丙</a></ul><p>本文である。</p>", ["・甲", "・乙", "・丙"]),
        ("<ul><li><a href=#a>甲</a><li><a href=#b>乙</a><li><a href=#c>丙</a></ul><p>本文である。</p>", ["・甲", "・乙", "・丙"]),
        ("<h2>資料</h2><ul><li><a href=a.pdf>甲</a><li><a href=b.pdf>乙</a><li><a href=c.pdf>丙</a></ul>", []),
        ("<p>本文である。</p><p><a href=a.pdf>資料１（PDF）</a></p>", ["資料１（PDF）"]),
        ("<body class='menu-open'><p>本文である。</p></body>", []),
        ("<aside><p>長い本文がここにある。</p></aside><p>短い。</p>", []),
        ("<p>前置き</p><main><p>本文である。</p></main><p>後</p>", ["前置き", "後"]),
        ("<p>前の本文である。</p><article>短い。</article><article>これも。</article>", []),
        ("<header><h1>第８回の会議録</h1><p>３月</p></header><p>本文である。</p><footer>会</footer>", ["会"]),
        ("<header><h1>町</h1></header><h1>第８回の会議録</h1><p>本文である。</p>", ["町"]),
        ("<h2>議事</h2><p>本文である。</p><h3>お問い合わせ</h3><p>総務課</p><h2>閉会</h2>", ["お問い合わせ", "総務課"]),
        ("<p>更新日：2023年7月4日</p><p>更新日の案は、PDFを見るのが大変なので紙が必要だ。</p><h2>問い合わせの件数</h2><p>三件である。</p><p>PDFの閲覧にはソフトが必要です。</p>", ["更新日：2023年7月4日", "PDFの閲覧にはソフトが必要です。"]),
        ("<main><p>本文である。</p><p><a href=/x>ページの先頭へ戻る</a></p></main>", ["ページの先頭へ戻る"]),
    ],
)  # fmt: skip
def test_what_is_around_the_text_is_furniture(body, outside):
    found = lines(html(body))
    assert [text.lstrip("・") for style, text in found if style in {"header", "footer"}] == [
        text.lstrip("・") for text in outside
    ]
    assert len(found) > len(outside)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8", "utf-16", "iso2022_jp"])
@pytest.mark.parametrize("declared", ["", "Shift_JIS", "euc-jp", "utf-8", "unknown-9", "base64"])
def test_the_encoding_is_told_by_evidence_whatever_the_page_declares(encoding, declared):
    page = f"<html><head><meta charset={declared}></head><p>第３回里山会議の議事概要です。市町村の意見を伺った。</p>"
    assert lines(page.encode(encoding))[0][1] == "第３回里山会議の議事概要です。市町村の意見を伺った。"


def test_a_page_without_text_is_refused():
    for body in ("", "<script>1</script>", "<p hidden>案内</p><p><img alt=図></p>"):
        with pytest.raises(SourceError) as caught:
            read_web(html(body), "a.html")
        assert caught.value.code == "no-text"
        assert caught.value.remedy


def test_nothing_outside_the_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    entity = f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b "増殖">]>'
    page = f"{entity}<html><p>本文&a;&b;</p><iframe src='file://{secret}'></iframe></html>"
    assert "秘密" not in read(page.encode(), "a.html").source
    assert "本文" in read(page.encode(), "a.html").source


BOMBS = {
    "deep": ("<div>" * 10_000 + "文", "too-deep"),
    "many": ("<p>" * (MOST_TAGS + 1) + "文", "too-large"),
    "nested-navs": ("<nav>" * 1000 + "<p>文</p>" * 20_000, None),
    "nested-tables": ("<table><tr><td>" * 600 + "文<br>" * 20_000, None),
    "wide-spans": ("<table>" + "<tr><td rowspan=60000 colspan=60000>文" * 3000, None),
    "comb": ("<table><tr>" + "<td>文" * 20_000 + "<tr><td>文" * 20_000, None),
    "blanks": ("<p>文" + "<b>&nbsp;</b>" * 100_000, None),
    "bold": ("<p>" + "<b>文</b>字" * 50_000, None),
    "raised": ("<p>" + "<sup><b>" * 900 + "文" * 10_000_000, None),
    "quotes": ("<blockquote>" * 1000 + "<sup>" * 900 + "文" * 10_000, None),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_made_to_hang_does_not(name):
    body, code = BOMBS[name]
    start = time.process_time()
    try:
        document = read(html(body), "a.html")
        assert "文" in document.source
        assert code is None
    except SourceError as error:
        assert error.code == code  # noqa: PT017
    assert time.process_time() - start < 10


TAGS = st.sampled_from(
    ["p", "div", "br", "b", "strong", "a", "table", "tr", "td", "th", "ul", "ol", "li", "dl", "dt", "dd", "nav", "main", "article", "footer", "h1", "h3", "ruby", "rt", "sup", "pre", "script", "span", "blockquote", "center", "thead", "caption", "details"]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    ["", " class=nav", " class=footnotes", " id=main", " href=/a", " href='#b'", " colspan=2", " rowspan=3", " hidden",
     " start=4", " type=a", " style='display:none'", " data-speaker=議長", " class=speaker"]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "委員",
        "（事務局）",
        "○議長　",
        "何か。",
        " ",
        "\n",
        "　",
        "1",
        "&nbsp;",
        "&lt;",
        "<",
        "&#0;",
        "・",
        "ｱ",
        "日　　時",
    ]
)
SOUP = st.lists(
    st.one_of(
        st.builds("<{}{}>".format, TAGS, ATTRIBUTES), st.builds("</{}>".format, TAGS), WORDS,
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=300)
@given(SOUP, st.sampled_from(["a.html", "a.md"]))
def test_tag_soup_keeps_the_laws(soup, name):
    data = html(f"<p>本文である。</p>{soup}") if name == "a.html" else f"本文である。\n\n{soup}".encode()
    try:
        record = make_record(data, name)
    except SourceError as error:
        assert error.code == "no-text"  # noqa: PT017
        return
    assert_conserved(record)
    assert_quotes(record)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(alphabet="あ会。○（）#*_[]()>|-`~!1.\n 　<&{}:^", max_size=60))
def test_markdown_loses_no_letter(text):
    source = read(f"本文\n\n{text}\n\n終わり".encode(), "a.md").source
    assert source.count("会") >= text.count("会") - text.count("](")
    assert source.startswith("本文")


def test_markdown_marks_are_no_text_and_link_targets_are_not_shown():
    found = [
        text for _, text in lines("**「案」**は[資料](http://x.example/s)の*とおり*`a`。\n\n1) 甲\n".encode(), "a.md")
    ]
    assert found == ["「案」は資料のとおりa。", "1. 甲"]


def test_front_matter_and_directives_are_furniture():
    found = lines(MARKDOWN.encode(), "a.md")
    aside = [text for style, text in found if style in {"header", "footer"}]
    assert aside == ["title: 第３回データ活用部会", "layout: minutes", "{{#include ../note.md}}"]


def test_a_placeholder_that_is_no_tag_is_text():
    assert lines("宛先は<name>と<BR>する".encode(), "a.md") == [("", "宛先は<name>と"), ("", "する")]


@pytest.mark.parametrize("bomb", [">" * 20_000 + "文", "".join("  " * i + "- 文\n" for i in range(800))])
def test_markdown_that_is_nested_too_deeply_is_refused(bomb):
    with pytest.raises(SourceError) as caught:
        read(bomb.encode(), "a.md")
    assert caught.value.code == "too-deep"


def test_text_files_with_tags_are_read_as_pages_and_others_are_not():
    assert read(TAGGED.encode(), "a.txt").media_type == "text/markdown"
    assert read(TAGGED.encode("utf-16"), "a.txt").media_type == "text/markdown"
    assert read("# 議題\n\n- 項目\n<div>と書く".encode(), "a.txt").media_type == "text/plain"


def test_calls_of_notes_are_figures_and_powers_are_not():
    document = read(html("<p>面積10m<sup>2</sup>の池<sup>1)</sup>と森<sup>[2]</sup>の第２<sup>回</sup>"), "a.html")
    (line,) = document.pages[0].lines
    assert [document.source[slice(*span)] for span in line.raised] == ["1)", "2"]


def test_the_name_of_the_site_is_no_title():
    page = html(
        "<header><h1>わかば市</h1></header><h2>会議録</h2><p>本文である。</p>", "<title>会議録 | わかば市</title>"
    )
    assert lines(page)[:3] == [("header", "会議録 | わかば市"), ("header", "わかば市"), ("heading", "会議録")]


def test_headings_of_markdown_that_stand_above_no_turn_end_one_and_a_long_first_one_is_the_title():
    page = (
        "# 議案第７号　さくら野町の水路の使用及び保全並びに水路敷地の占用の許可等に関する条例の一部を改正する条例\n\n"
        "建設委員会付託\n\n📄[会議録（初日｜委員会）](https://x.example/)\n\n"
        "## 主な質疑\n\n### 占用料はいくらか\n\n柚木委員：一平方メートルの占用料はいくらになるのか。\n\n"
        "建設課長：年に八十円である。\n\n## 付託委員会での取扱い\n\n### 採決\n\n全員が賛成しました。\n\n"
        "## 資料\n\n- 新旧の対照表\n"
    )
    record = make_record(page.encode(), "令和6年6月4日.md")
    assert [utterance.text for utterance in record.utterances] == [
        "一平方メートルの占用料はいくらになるのか。",
        "年に八十円である。",
    ]
    assert (record.title or "").startswith("議案第７号")
    assert record.meeting
    assert record.meeting.name is None
    assert [(s.title, s.level) for s in record.sections] == [
        ("主な質疑", 1),
        ("占用料はいくらか", 2),
        ("付託委員会での取扱い", 1),
        ("採決", 2),
        ("資料", 1),
    ]
