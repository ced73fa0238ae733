"""Word files (Word文書): every paragraph, cell, note and number as Word would print it."""
