"""Words of a web page about itself (ページの案内): how to go on, print, download, ask."""

from __future__ import annotations

import re

__all__ = ["is_errand", "is_service", "serves"]

AROUND = r"[\s▲△↑→←<>＜＞«»|｜・]*"
# 「ページの先頭へ戻る」「前のページ」「印刷する」「一覧へ」: links
ERRAND = re.compile(
    rf"{AROUND}(?:(?:(?:この)?(?:ページ|文書)の?)?"
    r"(?:(?:先頭|トップ|上部?|最初|前|次|一覧|目次)(?:ページ)?(?:[へに](?:戻る|もどる|移動)?)?(?:の(?:ページ|発言))?|戻る|もどる)"
    r"|ホーム|サイトマップ|印刷(?:する|用画面)?|本文へ(?:スキップ|移動)?|ツイート(?:する)?|シェア(?:する)?"
    rf"|お?問い?合わせ|HOME|TOP|PAGE ?TOP){AROUND}",
    re.IGNORECASE,
)
# 「更新日：2024年3月1日」「ページ番号 1002345」「文字サイズ 大 中」
# 「PDF ファイルの閲覧には Adobe Reader が必要です。」
SERVICE = re.compile(
    r"(?:最終)?(?:更新|公開|掲載)日(?:時)?[\s:：]*(?:令和|平成|20[0-9]{2}).{4,20}|(?:ページ|記事)(?:番号|ID)[\s:：]*[0-9０-９-]+|ID[:：][0-9]+"
    r"|[※・\s]*(?:PDF|ＰＤＦ)(?:形式の)?(?:ファイル)?(?:の閲覧|を(?:ご覧|見る|開く|表示|閲覧)).{0,40}(?:ソフト|Adobe|Acrobat|Reader).{0,60}"
    r"|(?:文字(?:の)?(?:サイズ|大きさ)|背景色)[\s:：変更を]*(?:[大中小標準拡縮白黒青元に戻す\s|｜/・]*)",
    re.IGNORECASE,
)
# 「このページに関するお問い合わせ」「添付ファイル」「より良いウェブサイトにするために」: headings
HEADING = re.compile(
    r"(?:(?:この|本)(?:ページ|記事|件|内容).{0,10})?お?問い?合わせ(?:先)?|(?:添付|ダウンロード|関連)(?:ファイル|リンク|情報|ページ|記事)|ダウンロード|リンク"
    r"|.{0,12}(?:ウェブサイト|ホームページ|サイト)(?:に|を)(?:する|改善).{0,8}|.{0,10}ご?(?:意見|感想|アンケート)を?お(?:聞かせ|寄せ).{0,8}"
)


def is_errand(text: str) -> bool:
    """Whether a link's words are about the page itself (ページの先頭へ戻る)."""
    return ERRAND.fullmatch(text) is not None


def is_service(text: str) -> bool:
    """Whether a line tells about the page or its files, whoever says it (更新日, 閲覧ソフト)."""
    return SERVICE.fullmatch(text) is not None


def serves(heading: str) -> bool:
    """Whether what stands below a heading is about the page itself (お問い合わせ)."""
    return HEADING.fullmatch(heading) is not None
