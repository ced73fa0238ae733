"""Web pages (ウェブページ): their text as a browser would show it, without menus and margins."""
