"""Reads of the templates of papers: a body's own version where it has one in force, else the program's wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from thidua.apps.documents import policies
from thidua.apps.documents.enums import TemplateState
from thidua.apps.documents.models import TemplateVersion
from thidua.apps.documents.queries.files import open_content
from thidua.apps.organizations.policies import visible_units
from thidua.apps.organizations.queries import Unit, body_of, visible_unit
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.lib.vanban.templates import Kind, Values, kind_of, kinds, render_template
from thidua.lib.vanban.templates.ready_papers import fill
from thidua.lib.vanban.writing.docx import write_docx


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of paper at a body: the version in force, the one to come, and how many were ever uploaded."""

    kind: Kind
    version: TemplateVersion | None
    coming: TemplateVersion | None
    count: int


def template_kind(key: str) -> Kind:
    """Return a kind of paper. Raises NotVisible for one that does not exist."""
    try:
        return kind_of(key)
    except KeyError:
        raise NotVisible from None


def template_bodies(actor: Actor) -> list[Unit]:
    """Return the bodies whose templates the actor may see, the actor's own first."""
    held = sorted({role.unit_id for role in actor.roles})
    units = list(visible_units(actor).filter(Q(kind="body") | Q(pk__in=held)).order_by("path"))
    own = [body_of(unit) for unit in units if unit.pk in held]
    bodies = [*own, *(unit for unit in units if unit.kind == "body" and policies.can_see_templates(actor, unit))]
    return list({body.pk: body for body in bodies}.values())


def template_body(actor: Actor, asked: str) -> Unit | None:
    """Return the body asked for by key, or the actor's own; None for who holds no role. Raises NotVisible."""
    if not asked:
        return next(iter(template_bodies(actor)), None)
    body = body_of(visible_unit(actor, int(asked))) if asked.isdecimal() else None
    if body is None or not policies.can_see_templates(actor, body):
        raise NotVisible
    return body


def template_state(version: TemplateVersion, *, on: date) -> TemplateState:
    """Return where a version stands on a day."""
    if version.is_dropped:
        return TemplateState.DROPPED
    if version.in_force_from > on:
        return TemplateState.COMING
    if version.in_force_to is not None and version.in_force_to < on:
        return TemplateState.ENDED
    return TemplateState.IN_FORCE


def template_versions(*, body: Unit, kind: str) -> QuerySet[TemplateVersion]:
    """Return every version of a body's own template of a kind, newest first."""
    return TemplateVersion.objects.filter(template__body=body, template__kind=kind).select_related("file", "template")


def template_lines(*, body: Unit | None, on: date) -> list[KindLine]:
    """Return every kind of paper with what a body has of its own."""
    found: dict[str, list[TemplateVersion]] = {}
    if body is not None:
        for version in TemplateVersion.objects.filter(template__body=body).select_related("template", "file"):
            found.setdefault(version.template.kind, []).append(version)
    return [_line(kind, found.get(kind.key, []), on=on) for kind in kinds()]


def _line(kind: Kind, versions: list[TemplateVersion], *, on: date) -> KindLine:
    by_state = {template_state(version, on=on): version for version in versions}
    return KindLine(kind, by_state.get(TemplateState.IN_FORCE), by_state.get(TemplateState.COMING), len(versions))


def template_in_force(*, body: Unit, kind: str, on: date) -> TemplateVersion | None:
    """Return the version papers of a body are made from on a day, None where the program's wording is."""
    runs = Q(in_force_to=None) | Q(in_force_to__gte=on)
    return template_versions(body=body, kind=kind).filter(runs, in_force_from__lte=on, is_dropped=False).first()


def template_version(actor: Actor, version_id: int) -> TemplateVersion:
    """Return a version the actor may see. Raises NotVisible."""
    version = TemplateVersion.objects.select_related("template__body", "file").filter(pk=version_id).first()
    if version is None or not policies.can_see_templates(actor, version.template.body):
        raise NotVisible
    return version


def filled_version(version: TemplateVersion, *, values: Values) -> bytes:
    """Return the Word file of a version filled with values. Raises as `render_template` does."""
    with open_content(stored=version.file) as file:
        content = file.read()
    return render_template(content, kind=version.template.kind, values=values)


def paper_file(*, body: Unit | None, kind: str, values: Values, on: date) -> bytes:
    """Return the Word file of a paper as the body makes them on a day: its template in force, else our wording.

    Without a body it is our wording.

    Raises `WrongValue` for values that do not fit, `KeyError` for an unknown kind.
    """
    version = None if body is None else template_in_force(body=body, kind=kind, on=on)
    return write_docx(fill(kind, values=values)) if version is None else filled_version(version, values=values)


def first_day_allowed(*, body: Unit, kind: str, today: date) -> date:
    """Return the earliest day from which a new version may be in force."""
    newest = template_versions(body=body, kind=kind).filter(is_dropped=False).order_by("-in_force_from").first()
    return today if newest is None else max(today, newest.in_force_from)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
