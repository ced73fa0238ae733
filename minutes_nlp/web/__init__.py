"""The page that staff open (画面): server-rendered, complete without JavaScript, on this machine alone."""

from minutes_nlp.web.app import Settings, create_app

__all__ = ["Settings", "create_app"]
