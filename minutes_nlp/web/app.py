"""The application (画面の組み立て): its pages, what every answer carries for safety, and one page for every error.

Nothing here reads a path that a request names: documents are asked for by id, from the store alone. Requests come from
this machine unless `minutes serve --host` says otherwise; those with another name of host are refused, so that no page
of the internet can reach the store through a reader's browser, and a form counts only when it was sent from our page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from minutes_nlp import __version__
from minutes_nlp.errors import MinutesError, StoreError
from minutes_nlp.resources import resource
from minutes_nlp.web import adding, api, correcting, documents, overview, remarks, searching
from minutes_nlp.web.rendering import page
from minutes_nlp.web.settings import Settings

__all__ = ["create_app"]

# Nothing from elsewhere, no script but our own file, no style in the page, no frame around it
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",  # minutes may be unpublished: no copy stays in the browser
}
SAFE = {"GET", "HEAD", "OPTIONS"}
# Of our own errors, by their codes; the others are 500 where they are the store's, else 422
STATUS = {"no-document": 404, "no-page": 404, "no-original": 422, "locked": 503}
TITLES = {
    404: "ページがありません",
    405: "この操作はできません",
    422: "指定の誤りです",
    403: "この操作は受け付けられません",
}


def create_app(settings: Settings) -> FastAPI:
    """The application over one store."""
    app = FastAPI(
        title="minutes_nlp", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    app.state.settings = settings
    app.mount("/static", StaticFiles(directory=resource("web", "static")), name="static")
    for part in (searching, remarks, correcting, documents, overview, adding, api):
        app.include_router(part.router)
    app.add_exception_handler(MinutesError, _told)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(Exception, _told)
    app.middleware("http")(_guarded)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    return app


async def _guarded(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse forms from elsewhere, and put the safety headers on every answer."""
    if request.method not in SAFE and not _is_ours(request):
        response: Response = _told(request, HTTPException(HTTPStatus.FORBIDDEN))
    else:
        response = await answer(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _is_ours(request: Request) -> bool:
    """Whether a form was sent from a page of ours: browsers tell where it comes from."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _told(request: Request, error: Exception) -> Response:
    """What went wrong and what to do, as a page, or as JSON under /api."""
    status, title, message, remedy = _explained(error)
    if request.url.path.startswith("/api"):
        code = error.code if isinstance(error, MinutesError) else str(status)
        answer: Response = JSONResponse({"code": code, "message": message, "remedy": remedy}, status)
    else:
        answer = page(request, "error.html", status=status, title=title, message=message, remedy=remedy)
    if isinstance(error, HTTPException):
        answer.headers.update(error.headers or {})  # Allow, of what can be done instead
    return answer


def _explained(error: Exception) -> tuple[int, str, str, str]:
    """The status of an answer, its title, what went wrong, and what to do."""
    if isinstance(error, MinutesError):
        status = STATUS.get(error.code, 500 if isinstance(error, StoreError) else 422)
        return status, TITLES.get(status, "処理できませんでした"), error.message, error.remedy
    if isinstance(error, HTTPException):
        title = TITLES.get(error.status_code, "処理できませんでした")
        return (
            error.status_code,
            title,
            f"{title}({error.status_code})",
            "前のページに戻るか、検索からやり直してください",
        )
    if isinstance(error, RequestValidationError):
        wrong = "、".join(dict.fromkeys(str(one["loc"][-1]) for one in error.errors()))
        return 422, TITLES[422], f"使えない値があります: {wrong}", "値を確かめて、もう一度実行してください"
    return (
        500,
        "処理できませんでした",
        "思いがけない誤りが起きました",
        "もう一度試し、続くときは開発者に知らせてください",
    )
