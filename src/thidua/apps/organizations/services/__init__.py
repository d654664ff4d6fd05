"""Writes to units, people, roles, names, and the Excel list that brings them in."""

from thidua.apps.organizations.services.delegations import (
    act_in_place,
    delegate,
    revoke_delegation,
    stop_acting,
)
from thidua.apps.organizations.services.imports import (
    OneTimeAccount,
    apply_import,
    discard_import,
    hand_over_passwords,
    start_import,
)
from thidua.apps.organizations.services.names import (
    change_group,
    create_group,
    ensure_default_groups,
    forget_alias,
    learn_alias,
)
from thidua.apps.organizations.services.people import (
    add_person,
    change_person,
    close_account,
    create_account,
    reset_password,
)
from thidua.apps.organizations.services.roles import grant_role, revoke_role
from thidua.apps.organizations.services.units import change_unit, close_unit, create_unit, move_unit

__all__ = [
    "OneTimeAccount",
    "act_in_place",
    "add_person",
    "apply_import",
    "change_group",
    "change_person",
    "change_unit",
    "close_account",
    "close_unit",
    "create_account",
    "create_group",
    "create_unit",
    "delegate",
    "discard_import",
    "ensure_default_groups",
    "forget_alias",
    "grant_role",
    "hand_over_passwords",
    "learn_alias",
    "move_unit",
    "reset_password",
    "revoke_delegation",
    "revoke_role",
    "start_import",
    "stop_acting",
]
