"""Lines in the order of reading (行): rows, columns, tiers, slides, spreads, furigana."""
