"""Addresses of documents, one module a subject."""
