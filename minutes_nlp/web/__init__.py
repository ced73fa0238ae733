"""The page that staff open (画面): server-rendered, complete without JavaScript, on this machine alone."""

from minutes_nlp.web.app import create_app
from minutes_nlp.web.settings import Settings

__all__ = ["Settings", "create_app"]
