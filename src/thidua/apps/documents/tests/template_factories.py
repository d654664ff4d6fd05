"""Templates of papers for tests, made through the services."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from thidua.apps.documents import services
from thidua.apps.documents.models import TemplateVersion
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, ON
from thidua.core.actor import SYSTEM, Actor
from thidua.lib.vanban.templates.base import base_template


@cache
def word_template(kind: str = "thong-bao") -> bytes:
    """Return a template that passes."""
    return base_template(kind)


def upload(
    body: Unit, *, kind: str = "thong-bao", on: date = ON, at: datetime = AT, actor: Actor = SYSTEM, note: str = "",
    name: str = "mau.docx", content: bytes | None = None,
) -> TemplateVersion:  # fmt: skip
    """Bring a version in, in force from `on`."""
    return services.upload_template_version(
        actor=actor, body_id=body.pk, kind=kind, content=word_template(kind) if content is None else content,
        original_name=name, in_force_from=on, note=note, at=at,
    )  # fmt: skip
