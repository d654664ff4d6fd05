"""Who may see and change units and people. `can_…` answers for one object, `visible_…` gives the same as rows."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from thidua.apps.organizations.models import Person, Unit
from thidua.core.actor import ANY_ROLE, Actor, Role
from thidua.core.policies import within

MANAGERS = (Role.ADMINISTRATOR,)
MAPPERS = (Role.ADMINISTRATOR, Role.OFFICER)


def _root(path: str) -> str:
    return path.split(".", 1)[0] + "."


def can_see_unit(actor: Actor, unit: Unit) -> bool:
    """The structure of one's own body is open to everybody who holds a role in it; other bodies' is not."""
    return any(unit.path.startswith(_root(path)) for path in actor.paths(ANY_ROLE))


def visible_units(actor: Actor) -> QuerySet[Unit]:
    found = Q(pk__in=[])
    for root in {_root(path) for path in actor.paths(ANY_ROLE)}:
        found |= Q(path__startswith=root)
    return Unit.objects.filter(found)


def can_manage_unit(actor: Actor, unit: Unit) -> bool:
    """Units, people and roles are changed by an administrator of the unit or of one above it."""
    return actor.holds(MANAGERS, path=unit.path)


def can_map_names(actor: Actor, owner: Unit) -> bool:
    """Aliases and groups belong to a body; its administrators and standing officers teach them."""
    return actor.holds(MAPPERS, path=owner.path)


def can_see_person(actor: Actor, person: Person) -> bool:
    """People are seen by those who hold a role at their unit or above it, and by themselves."""
    return (person.user_id is not None and person.user_id == actor.user_id) or actor.holds(
        ANY_ROLE, path=person.unit.path
    )


def visible_people(actor: Actor) -> QuerySet[Person]:
    own = Q(user_id=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    return Person.objects.filter(own | within(actor, ANY_ROLE, field="unit__path"))
