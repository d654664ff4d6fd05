"""The guards that keep ARCHITECTURE.md true where the import linter has no words for it: `python -m architecture`."""
