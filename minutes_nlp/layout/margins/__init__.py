"""What is printed for the page and not for the text (柱・ノンブル・行番号)."""
