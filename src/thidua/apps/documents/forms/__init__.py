"""What the pages of documents ask for, one module a subject."""
