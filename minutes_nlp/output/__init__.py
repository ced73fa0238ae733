"""Output (出力): what the tool writes for people in their own programs, and what it reads back from them."""
