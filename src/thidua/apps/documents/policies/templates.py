"""Who sees the templates of a body, and who changes them."""

from __future__ import annotations

from thidua.apps.documents.models import StoredFile, TemplateVersion
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import ANY_ROLE, Actor, Role

TEMPLATE_KEEPERS = (Role.RECORDS_CLERK, Role.ADMINISTRATOR)
"""Who uploads and retires: the wording of papers is the affair of the body's office."""


def can_see_templates(actor: Actor, body: Unit) -> bool:
    """Whoever works in the body, or above it, writes papers from its templates and may look at them."""
    return (
        actor.is_system
        or actor.holds(ANY_ROLE, path=body.path)
        or any(path.startswith(body.path) for path in actor.paths(ANY_ROLE))
    )


def can_keep_templates(actor: Actor, body: Unit) -> bool:
    """Whether the actor changes the templates of the body."""
    return actor.is_system or actor.holds(TEMPLATE_KEEPERS, path=body.path)


def can_open_template_file(actor: Actor, stored: StoredFile) -> bool:
    """Whether a file is a template the actor may see."""
    version = TemplateVersion.objects.filter(file=stored).select_related("template__body").first()
    return version is not None and can_see_templates(actor, version.template.body)
