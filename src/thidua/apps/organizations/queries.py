"""Reads of the tree of units, its people, and the names by which papers call them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from thidua.apps.accounts.queries import User
from thidua.apps.organizations import policies
from thidua.apps.organizations.domain import names, records, staffing, words
from thidua.apps.organizations.domain.forms import fold_name
from thidua.apps.organizations.domain.sheets import Lists
from thidua.apps.organizations.enums import DelegationState, UnitKind
from thidua.apps.organizations.models import (
    Delegation,
    Person,
    RoleAssignment,
    StructureImport,
    Unit,
    UnitAlias,
    UnitGroup,
)
from thidua.core.actor import Actor, Role, RoleHeld
from thidua.core.errors import NotVisible

__all__ = [
    "Delegation",
    "NameMatcher",
    "Person",
    "Unit",
    "UnitGroup",
    "absences_of",
    "actor_for",
    "actor_in_place_of",
    "administrators_of",
    "ancestors",
    "body_of",
    "branch",
    "delegation_state",
    "delegations_in_force",
    "delegations_to",
    "expand",
    "group_members",
    "groups_of",
    "import_preview",
    "in_force",
    "in_tree_order",
    "person_of",
    "substitutes_on",
    "users_holding",
    "visible_unit",
]

ABSENCES_SHOWN = 10


def in_force(on: date) -> Q:
    """Return the condition "valid on this day" for anything with `valid_from` and `valid_to`."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def actor_for(user: User, *, on: date) -> Actor:
    """Return the actor a signed-in user is on this day, in one query. Decided anew at every request."""
    return Actor(user_id=user.pk, label=user.full_name or user.username, roles=_roles_of(user.pk, on=on))


def actor_in_place_of(user: User, *, delegation: Delegation, on: date) -> Actor:
    """Return the actor a substitute is: the absent person's roles of this day and no others, in one query.

    `delegation` is one of `delegations_to(user, on=on)`. What the absent person has from others as their substitute is
    not passed on: only roles are.
    """
    absent = delegation.person
    if delegation.substitute.user_id != user.pk or absent.user_id is None:
        raise ValueError("the delegation names another substitute")
    return Actor(
        user_id=user.pk,
        label=f"{user.full_name or user.username} (thay {absent.full_name})",
        roles=_roles_of(absent.user_id, on=on),
        in_place_of=absent.user_id,
    )


def _roles_of(user_id: int, *, on: date) -> tuple[RoleHeld, ...]:
    held = (
        RoleAssignment.objects.filter(in_force(on), person__user_id=user_id, person__is_active=True)
        .order_by("unit__path", "role")
        .values_list("role", "unit_id", "unit__path")
    )
    return tuple(RoleHeld(*row) for row in held)


def person_of(user: User) -> Person | None:
    """Return who on the staff signs in with this account, if anybody."""
    return Person.objects.select_related("unit").filter(user_id=user.pk).first()


def delegations_in_force(on: date) -> QuerySet[Delegation]:
    """Return the delegations that let somebody act on this day: both still sign in and work in the body."""
    people = {
        f"{who}__{fact}": value
        for who in ("person", "substitute")
        for fact, value in (
            ("is_active", True),
            ("user__is_active", True),
            ("unit__path__startswith", F("body__path")),
        )
    }
    return Delegation.objects.filter(revoked_at__isnull=True, starts_on__lte=on, ends_on__gte=on, **people)


def delegations_to(user: User, *, on: date) -> list[Delegation]:
    """Return the delegations by which a user may act for somebody on this day, in one query; in two where some are.

    Asked at every request, and nearly always of somebody who has none: that is found out without looking at people.
    """
    own = Delegation.objects.filter(revoked_at__isnull=True, starts_on__lte=on, ends_on__gte=on)
    if not own.filter(substitute__user_id=user.pk).exists():
        return []
    found = delegations_in_force(on).filter(substitute__user_id=user.pk)
    return list(found.select_related("person", "substitute").order_by("person__sort_name", "pk"))


def delegation_state(one: Delegation, *, on: date) -> DelegationState:
    """Return where a delegation stands on this day."""
    if one.revoked_at is not None:
        return DelegationState.ENDED
    if one.ends_on < on:
        return DelegationState.OVER
    return DelegationState.AHEAD if one.starts_on > on else DelegationState.RUNNING


@dataclass(frozen=True, slots=True)
class Absence:
    """A delegation as a person's page shows it."""

    one: Delegation
    state: DelegationState
    can_revoke: bool


@dataclass(frozen=True, slots=True)
class Absences:
    """The latest delegations of a person, and whether the actor may add one."""

    person: Person
    items: tuple[Absence, ...]
    can_add: bool


def absences_of(actor: Actor, person: Person, *, on: date) -> Absences:
    """Return the latest delegations of a person the actor sees, in one query."""
    may = policies.can_delegate(actor, person)
    items = []
    for one in person.delegations.select_related("substitute")[:ABSENCES_SHOWN]:
        state = delegation_state(one, on=on)
        is_open = state in {DelegationState.AHEAD, DelegationState.RUNNING}
        items.append(Absence(one, state, may and is_open))
    return Absences(person, tuple(items), can_add=may and person.is_active and person.user_id is not None)


def substitutes_on(*, on: date) -> dict[int, int]:
    """Return {account of who is away: account of who does the work} on this day, in one query for the whole house."""
    pairs = delegations_in_force(on).values_list("person__user_id", "substitute__user_id")
    return {absent: substitute for absent, substitute in pairs if absent is not None and substitute is not None}


def administrators_of(user_id: int, on: date) -> list[int]:
    """Return the users who administer the unit of a user's person, or a unit above it, in two queries."""
    path = Person.objects.filter(user_id=user_id).values_list("unit__path", flat=True).first()
    held = RoleAssignment.objects.filter(
        in_force(on),
        role=Role.ADMINISTRATOR,
        unit_id__in=[int(key) for key in (path or "").split(".")[:-1]],
        person__is_active=True,
        person__user__is_active=True,
    )
    return sorted(set(held.values_list("person__user_id", flat=True)))


def users_holding(roles: Collection[str], *, unit_ids: Collection[int], on: date) -> dict[int, list[int]]:
    """Return who holds one of `roles` at each of the units itself on this day: accounts by unit, in one query."""
    found: dict[int, list[int]] = {}
    held = RoleAssignment.objects.filter(
        in_force(on), role__in=roles, unit__in=unit_ids, person__is_active=True, person__user__is_active=True
    )
    for unit_id, user_id in held.order_by("unit", "person").values_list("unit_id", "person__user_id").distinct():
        if user_id is not None:
            found.setdefault(unit_id, []).append(user_id)
    return found


def branch(unit: Unit) -> QuerySet[Unit]:
    """Return the unit and everything below it, in tree order."""
    return Unit.objects.filter(path__startswith=unit.path)


def ancestors(unit: Unit) -> QuerySet[Unit]:
    """Return the units above, topmost first."""
    return Unit.objects.filter(pk__in=[int(key) for key in unit.path.split(".")[:-2]]).order_by("path")


def in_tree_order(units: Iterable[Unit]) -> list[Unit]:
    """Return units as a tree reads: each after the one above it, siblings by their position."""
    found = list(units)
    positions = {unit.pk: unit.position for unit in found}
    return sorted(found, key=lambda unit: tree_place(unit.path, positions))


def tree_place(path: str, positions: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return what sorts units as a tree reads, from their paths and the positions among their siblings by key."""
    return [(positions.get(int(key), 0), int(key)) for key in path.split(".")[:-1]]


def body_of(unit: Unit) -> Unit:
    """Return the body whose papers a unit works with: the nearest one at or above it, else the topmost unit."""
    chain = [*ancestors(unit), unit]
    return next((one for one in reversed(chain) if one.kind == UnitKind.BODY), chain[0])


def visible_unit(actor: Actor, unit_id: int) -> Unit:
    """Return a unit of the actor's body. Raises NotVisible for any other, as for one that does not exist."""
    unit = policies.visible_units(actor).filter(pk=unit_id).first()
    if unit is None:
        raise NotVisible
    return unit


def groups_of(owner: Unit) -> QuerySet[UnitGroup]:
    """Return the groups that the papers of a body name."""
    return UnitGroup.objects.filter(owner=owner)


def expand(*, group: UnitGroup, on: date) -> list[Unit]:
    """Return the units a group stands for on this day, in the order of the tree."""
    return group_members([group.pk], on=on)[group.pk]


def group_members(group_ids: Iterable[int], *, on: date) -> dict[int, list[Unit]]:
    """Return the units of each group by its key, in three queries however many groups there are."""
    groups = list(UnitGroup.objects.filter(pk__in=set(group_ids)))
    listed: dict[int, set[int]] = {group.pk: set() for group in groups}
    through = UnitGroup.members.through
    for group_id, unit_id in through.objects.filter(unitgroup_id__in=listed).values_list("unitgroup_id", "unit_id"):
        listed[group_id].add(unit_id)
    ids = set().union(*listed.values())
    owners = {group.owner_id for group in groups if group.kinds}
    units = Unit.objects.filter(in_force(on)).filter(Q(pk__in=ids) | Q(parent_id__in=owners))
    ordered = sorted(units, key=lambda unit: (unit.position, unit.pk))
    return {
        group.pk: [
            unit
            for unit in ordered
            if unit.pk in listed[group.pk] or (unit.parent_id == group.owner_id and unit.kind in group.kinds)
        ]
        for group in groups
    }


@dataclass(slots=True)
class NameMatcher:
    """Matches the names in the papers of one body to its tree. Made anew for each paper; remembers what it answered."""

    owner: Unit
    _candidates: names.Candidates
    _answers: dict[str, names.MatchResult] = field(default_factory=dict)

    @classmethod
    def for_body(cls, *, owner: Unit, on: date) -> NameMatcher:
        """Load the units in force, the groups and the taught wordings of a body, in three queries."""
        depth = owner.path.count(".")
        above = [int(key) for key in owner.path.split(".")[:-2]]
        rows = Unit.objects.filter(in_force(on)).filter(Q(path__startswith=owner.path) | Q(pk__in=above))
        units = [
            names.UnitName(
                id=unit.pk,
                name=unit.name,
                short_name=unit.short_name,
                code=unit.code,
                kind=unit.kind,
                depth=abs(unit.path.count(".") - depth),
            )
            for unit in rows.exclude(pk=owner.pk)
        ]
        groups = [
            names.GroupName(id=group.pk, name=group.name, kinds=frozenset(group.kinds))
            for group in UnitGroup.objects.filter(owner=owner)
        ]
        aliases = [
            names.Alias(text=alias.text, unit_id=alias.unit_id, group_id=alias.group_id)
            for alias in UnitAlias.objects.filter(owner=owner)
        ]
        body = names.UnitName(
            id=owner.pk, name=owner.name, short_name=owner.short_name, code=owner.code, kind=owner.kind, depth=0
        )
        return cls(owner, names.Candidates(body=body, units=units, groups=groups, aliases=aliases))

    def match(self, text: str) -> names.MatchResult:
        """Return what one name means."""
        if text not in self._answers:
            self._answers[text] = names.match_name(text, self._candidates)
        return self._answers[text]

    def match_all(self, texts: Iterable[str]) -> dict[str, names.MatchResult]:
        """Return what each of the names means."""
        return {text: self.match(text) for text in texts}


def import_preview(*, actor: Actor, one: StructureImport, on: date) -> records.Preview:
    """Return what applying a list would do today, in seven queries however long it is."""
    lists = Lists.from_json(one.rows)
    usernames = {row.cells["username"].lower() for row in lists.people if row.cells.get("username")}
    root = policies.root_path(one.unit.path)
    units = {
        unit.pk: records.UnitRecord(
            key=unit.pk,
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            kind=unit.kind,
            parent=unit.parent_id,
            position=unit.position,
            valid_from=unit.valid_from,
            is_managed=policies.can_manage_unit(actor, unit),
        )
        for unit in Unit.objects.filter(path__startswith=root)
    }
    managed = policies.managed_people(actor).filter(unit__path__startswith=root)
    present = records.Present(
        scope=one.unit_id,
        units=units,
        people=_staff(actor, managed, on=on),
        kinds=_kind_words(),
        kind_labels=dict(UnitKind.choices),
        roles={fold_name(text): role for role, texts in words.ROLE_WORDS.items() for text in texts},
        role_labels=dict(Role.choices),
        unit_codes=frozenset(fold_name(code) for code in Unit.objects.values_list("code", flat=True)),
        person_codes=frozenset(fold_name(code) for code in Person.objects.values_list("code", flat=True)),
        usernames=frozenset(
            User.objects.annotate(folded=Lower("username"))
            .filter(folded__in=usernames)
            .values_list("folded", flat=True)
        ),
    )
    return staffing.preview(lists, present)


def _staff(actor: Actor, people: QuerySet[Person], *, on: date) -> dict[int, records.PersonRecord]:
    held: dict[int, set[tuple[str, int]]] = {}
    above: set[int] = set()
    for assignment in RoleAssignment.objects.filter(person__in=people).select_related("unit"):
        if not policies.can_change_role(actor, assignment.unit):
            above.add(assignment.person_id)
        if (assignment.valid_from is None or assignment.valid_from <= on) and (
            assignment.valid_to is None or assignment.valid_to >= on
        ):
            held.setdefault(assignment.person_id, set()).add((assignment.role, assignment.unit_id))
    return {
        person.pk: records.PersonRecord(
            key=person.pk,
            code=person.code,
            full_name=person.full_name,
            unit=person.unit_id,
            title=person.title,
            email=person.email,
            phone=person.phone,
            username=person.user.username if person.user else "",
            roles=frozenset(held.get(person.pk, ())),
            is_account_managed=person.pk not in above,
        )
        for person in people.select_related("user")
    }


def _kind_words() -> dict[str, str]:
    single = {fold_name(noun): next(iter(kinds)) for noun, kinds in words.GROUP_NOUNS.items() if len(kinds) == 1}
    return single | {fold_name(label): str(kind) for kind, label in UnitKind.choices}
