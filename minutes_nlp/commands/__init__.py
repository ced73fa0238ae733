"""The commands (コマンド), each with its options and what it does; `cli` puts them together."""
