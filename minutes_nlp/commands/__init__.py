"""Commands with a module of their own (コマンド): options and what runs, wired up by `cli`."""
