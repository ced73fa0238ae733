"""PDF files (PDF): characters, rules and frames where the page has them, and the page as an image."""
