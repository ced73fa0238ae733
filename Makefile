# One place for every command of this project. `make demo` and `make test` need nothing but Python 3.11+, git and make.
PYTHON ?= python3
VENV := .venv
EXTRAS ?= dev,web
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif
INSTALLED := $(VENV)/.installed

.PHONY: demo test check lint format quality bench clean

demo: $(INSTALLED)  ## process the sample corpus, search it, make two papers: all in out/demo
	$(BIN)/minutes process "corpora/*/*/typeset/*" --out out/demo --db out/demo/minutes.db
	$(BIN)/minutes show out/demo/misaki-kurashi/meeting-1/typeset/plain.pdf.json | head -n 40
	$(BIN)/minutes search 協力隊 任期 --db out/demo/minutes.db --limit 2
	$(BIN)/minutes digest out/demo/misaki-kurashi/meeting-1/typeset/plain.pdf.json --kind responses -o out/demo/対応表.xlsx
	$(BIN)/minutes digest out/demo/misaki-kurashi/meeting-1/typeset/plain.pdf.json --kind summary -o out/demo/要約.docx
	@echo "→ 画面で見る: $(BIN)/minutes serve --db out/demo/minutes.db"
	@echo "→ 開いて見る: out/demo/対応表.xlsx、out/demo/要約.docx"
	@echo "→ out/demo に記録（JSON）があります。例: $(BIN)/minutes show out/demo/misaki-kurashi/meeting-2/typeset/plain.pdf.json"

test: $(INSTALLED)  ## all tests, a file on one of up to four cores
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: lint test  ## everything that must hold before a commit

lint: $(INSTALLED)  ## format, lint, types, import contract, corpus
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_corpora.py

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: $(INSTALLED)  ## figures of the corpus beside their floors
	$(BIN)/python scripts/quality.py

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[$(EXTRAS)]"
	$(BIN)/python -c "open('$(INSTALLED)', 'w').close()"

bench: $(INSTALLED)  ## speed and memory beside pdfplumber
	$(BIN)/python scripts/bench.py

clean:
	rm -rf $(VENV) .venv-peers out dist build
