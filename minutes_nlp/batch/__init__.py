"""Many files (一括処理): what people point at, an outcome for each file, and what staff see of it."""
