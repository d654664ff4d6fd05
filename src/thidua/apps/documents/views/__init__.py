"""Pages of documents, one module a subject."""
