"""Every address × every role × own and other body. An address missing from `cases.CASES` fails the build."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.cases import CASES
from tests.matrix.kinds import OPEN, Case
from tests.matrix.world import CANARY, SECRET, SIBLING, SITUATIONS, World, make_world
from thidua.apps.audit.models import Entry
from thidua.office.acting import SESSION_KEY


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


ALL = sorted(set(addresses(get_resolver())))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """One world for the whole table; every request runs in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def test_every_address_is_in_the_table() -> None:
    assert sorted([*CASES, *OPEN]) == ALL


@pytest.mark.django_db
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("name", sorted(CASES))
def test_answer(name: str, situation: str, world: World) -> None:
    case: Case = CASES[name]
    client = Client(raise_request_exception=True)
    if situation != "anonymous":
        client.force_login(world.users[situation], backend="thidua.apps.accounts.backends.UsernameBackend")
    if situation in world.acting:
        session = client.session
        session[SESSION_KEY] = world.acting[situation]
        session.save()
    address = reverse(name, args=case.args(world))
    with transaction.atomic():
        before = Entry.objects.count()
        response = client.get(address) if case.method == "GET" else client.post(address, case.fields(world))
        written = Entry.objects.count() - before
        status, body = response.status_code, response.getvalue().decode("utf-8", "replace")
        transaction.set_rollback(True)
    if situation == "anonymous":
        assert (status, response.headers.get("Location", "").split("?")[0]) == (302, reverse("accounts:sign-in"))
        return
    expected = case.expected(situation)
    assert status in expected, f"{situation} {case.method} {address}: {status}, expected one of {expected}"
    if situation not in case.allowed:
        assert written == 0, f"{situation} was refused at {address}, yet an act was recorded"
    if situation == SIBLING:
        assert SECRET not in body, f"{situation} reads at {address} what another unit wrote"
    if situation.startswith("other "):
        assert CANARY not in body, f"{situation} sees the canary at {address}"
