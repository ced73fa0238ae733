"""`minutes serve` (画面): the page over a store, for this machine alone unless told otherwise."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from getpass import getuser
from socket import AF_INET, AF_INET6, create_server, socket
from typing import Any

from minutes_nlp.commands.exits import FINE
from minutes_nlp.commands.reading import add_notations_folder, add_taxonomy, existing_folder, named_path
from minutes_nlp.commands.store import add_store
from minutes_nlp.errors import SettingsError
from minutes_nlp.terminal import say

__all__ = ["add_serve"]

PORT = 8750  # free on the lists of well-known ports


def add_serve(commands: Any) -> None:
    """The options of `minutes serve`."""
    parser = commands.add_parser(
        "serve",
        help="検索の画面を開く",
        description="保存先の検索・会議・原本の画面を、この端末のブラウザーで見られるようにします。",
    )
    parser.add_argument("store", metavar="STORE", nargs="?", type=named_path, help="保存先(--db FILE と同じ)")
    add_store(parser)
    parser.add_argument("--port", metavar="N", type=int, default=PORT, help=f"ポート番号(既定 {PORT})")
    parser.add_argument("--host", metavar="HOST", default="127.0.0.1", help="待ち受ける名前(既定はこの端末だけ)")
    parser.add_argument("--upload", action="store_true", help="画面から資料を加えられるようにする")
    parser.add_argument(
        "--review", metavar="NAME", nargs="?", const="", help="画面から訂正できるようにする(訂正者の名)"
    )
    add_notations_folder(parser)
    add_taxonomy(parser)
    parser.add_argument(
        "--templates", metavar="DIR", type=existing_folder, help="自作の様式のフォルダー(資料の作成に使う)"
    )
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    try:
        import uvicorn  # noqa: PLC0415 - an extra, and heavy

        from minutes_nlp.web.app import create_app  # noqa: PLC0415 - as above
        from minutes_nlp.web.settings import HOSTS, Settings  # noqa: PLC0415 - as above
    except ImportError as error:
        raise SettingsError(
            "no-web", f"画面の部品がありません(詳細: {error})", remedy='pip install "minutes_nlp[web]"'
        ) from error
    from minutes_nlp.pipeline import standard_kit  # noqa: PLC0415 - heavy
    from minutes_nlp.store import Store  # noqa: PLC0415 - heavy

    db = options.store or options.db
    with Store(db, must_exist=not options.upload):
        pass
    reviewer = None if options.review is None else options.review or getuser()
    hosts = HOSTS if options.host in {"127.0.0.1", "localhost", "::1"} else (*HOSTS, options.host)
    standard_kit(options.notations, options.taxonomy)  # what cannot be used is told now
    settings = Settings(db, options.upload, reviewer, hosts, options.templates, options.notations, options.taxonomy)
    with _listening(options.host, options.port) as ours:
        say(f"http://{options.host}:{options.port}/ をブラウザーで開いてください(終了は Ctrl+C)")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):  # as people were told to end it
            uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning")).run(sockets=[ours])
    return FINE


def _listening(host: str, port: int) -> socket:
    """The socket on which the page waits for browsers; SettingsError where it cannot be had."""
    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET)
    except (OSError, OverflowError) as error:
        raise SettingsError(
            "no-port",
            f"{host} のポート {port} で待ち受けられません(詳細: {error})",
            remedy="画面がすでに開いていないか、--host が正しいかを確かめるか、--port で別の番号を指定してください",
        ) from error
