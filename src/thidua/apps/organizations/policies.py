"""Who may see and change units and people. `can_…` answers for one object, `visible_…` gives the same as rows.

The program itself (SYSTEM) may do everything: it sets up the first body and its first administrator.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from thidua.apps.organizations.models import Delegation, Person, RoleAssignment, StructureImport, Unit, UnitGroup
from thidua.core.actor import ANY_ROLE, Actor, Role
from thidua.core.policies import within

MANAGERS = (Role.ADMINISTRATOR,)
MAPPERS = (Role.ADMINISTRATOR, Role.OFFICER)


def root_path(path: str) -> str:
    """Return the path of the topmost unit above `path`."""
    return path.split(".", 1)[0] + "."


def parent_path(path: str) -> str:
    """Return the path of the unit directly above, empty for a topmost unit."""
    return path[: path.rstrip(".").rfind(".") + 1]


def can_see_unit(actor: Actor, unit: Unit) -> bool:
    """The structure of one's own body is open to everybody who holds a role in it; other bodies' is not."""
    return actor.is_system or any(unit.path.startswith(root_path(path)) for path in actor.paths(ANY_ROLE))


def visible_units(actor: Actor) -> QuerySet[Unit]:
    if actor.is_system:
        return Unit.objects.all()
    found = Q(pk__in=[])
    for root in {root_path(path) for path in actor.paths(ANY_ROLE)}:
        found |= Q(path__startswith=root)
    return Unit.objects.filter(found)


def can_manage_unit(actor: Actor, unit: Unit) -> bool:
    """Units, people and roles are changed by an administrator of the unit or of one above it."""
    return actor.is_system or actor.holds(MANAGERS, path=unit.path)


def managed_units(actor: Actor) -> QuerySet[Unit]:
    if actor.is_system:
        return Unit.objects.all()
    return Unit.objects.filter(within(actor, MANAGERS, field="path"))


def can_place_unit(actor: Actor, unit: Unit) -> bool:
    """Where a unit stands, and until when, is decided by an administrator of the unit above it."""
    above = parent_path(unit.path)
    return actor.is_system or (bool(above) and actor.holds(MANAGERS, path=above))


def can_map_names(actor: Actor, owner: Unit) -> bool:
    """Aliases and groups belong to a body; its administrators and standing officers teach them."""
    return actor.is_system or actor.holds(MAPPERS, path=owner.path)


def visible_groups(actor: Actor) -> QuerySet[UnitGroup]:
    """Groups are as open as the structure they name."""
    return UnitGroup.objects.filter(owner__in=visible_units(actor))


def can_see_person(actor: Actor, person: Person) -> bool:
    """People are seen by those who hold a role at their unit or above it, and by themselves."""
    return (
        actor.is_system
        or (person.user_id is not None and person.user_id == actor.user_id)
        or actor.holds(ANY_ROLE, path=person.unit.path)
    )


def visible_people(actor: Actor) -> QuerySet[Person]:
    if actor.is_system:
        return Person.objects.all()
    own = Q(user_id=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    return Person.objects.filter(own | within(actor, ANY_ROLE, field="unit__path"))


def can_manage_person(actor: Actor, person: Person) -> bool:
    """An administrator of the person's unit or of one above it."""
    return actor.is_system or actor.holds(MANAGERS, path=person.unit.path)


def managed_people(actor: Actor) -> QuerySet[Person]:
    if actor.is_system:
        return Person.objects.all()
    return Person.objects.filter(within(actor, MANAGERS, field="unit__path"))


def can_manage_account(actor: Actor, person: Person, *, role_paths: Iterable[str]) -> bool:
    """Sign-in of a person: as for the person, and nobody opens, closes or resets the account of somebody above him.

    A substitute does not take over the account itself of the absent person.
    """
    if actor.in_place_of is not None and person.user_id == actor.in_place_of:
        return False
    return can_manage_person(actor, person) and (
        actor.is_system or all(actor.holds(MANAGERS, path=path) for path in role_paths)
    )


def can_change_role(actor: Actor, unit: Unit) -> bool:
    """A role is given and taken where the actor is administrator, or below; never above."""
    return can_manage_unit(actor, unit)


def can_take_role(actor: Actor, person: Person) -> bool:
    """Who acts in another's place gives himself nothing that outlasts it."""
    return actor.in_place_of is None or person.user_id != actor.user_id


def visible_roles(actor: Actor) -> QuerySet[RoleAssignment]:
    """Roles are seen with the people who hold them."""
    return RoleAssignment.objects.filter(person__in=visible_people(actor))


def can_delegate(actor: Actor, person: Person) -> bool:
    """A person names who does his work while away, or an administrator of his unit does; a substitute never does."""
    if actor.in_place_of is not None:
        return False
    return (actor.user_id is not None and person.user_id == actor.user_id) or can_manage_person(actor, person)


def possible_substitutes(actor: Actor, person: Person, *, body: Unit) -> QuerySet[Person]:
    """Return who may be named: people of the body who sign in, whom the actor sees or who share the person's unit."""
    visible = Q(pk__in=visible_people(actor).values("pk")) | Q(unit_id=person.unit_id)
    signs_in = Person.objects.filter(is_active=True, user__is_active=True, unit__path__startswith=body.path)
    return signs_in.filter(visible).exclude(pk=person.pk)


def can_see_delegation(actor: Actor, one: Delegation) -> bool:
    """An absence is seen by who sees the absent person, and by the substitute."""
    return can_see_person(actor, one.person) or (actor.user_id is not None and one.substitute.user_id == actor.user_id)


def visible_delegations(actor: Actor) -> QuerySet[Delegation]:
    if actor.is_system:
        return Delegation.objects.all()
    own = Q(substitute__user_id=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    return Delegation.objects.filter(own | Q(person__in=visible_people(actor)))


def can_see_import(actor: Actor, one: StructureImport) -> bool:
    """A list on its way in is seen by the one who brought it, while administrator of the unit."""
    return actor.user_id is not None and one.created_by_id == actor.user_id and can_manage_unit(actor, one.unit)


def visible_imports(actor: Actor) -> QuerySet[StructureImport]:
    if actor.user_id is None:
        return StructureImport.objects.none()
    return StructureImport.objects.filter(within(actor, MANAGERS, field="unit__path"), created_by_id=actor.user_id)
