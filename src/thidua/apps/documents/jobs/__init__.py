"""Background work of documents, one module a subject."""

from thidua.apps.documents.jobs.papers import mail_paper, render_paper

__all__ = ["mail_paper", "render_paper"]
