"""Figures are kept until something they count was written, and no longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches

from thidua.apps.audit import services as audit
from thidua.apps.organizations.tests.factories import AT
from thidua.apps.planning.queries import kept
from thidua.core.actor import SYSTEM, Actor, RoleHeld

pytestmark = pytest.mark.django_db
LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept-test"}


@pytest.fixture(autouse=True)
def cache(settings: Any) -> Iterator[None]:
    settings.CACHES = {**settings.CACHES, "figures": LOCAL}
    caches["figures"].clear()
    yield
    caches["figures"].clear()


class Counter:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def act(name: str) -> None:
    audit.record(actor=SYSTEM, act=name, subject=audit.Subject("planning.plan", 1, "Kế hoạch", "1."), at=AT, changes={})


def test_counted_once_while_nothing_is_written() -> None:
    counter = Counter()
    assert [kept("a", 1, count=counter) for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("name", ["planning.report_progress", "organizations.rename_unit", "documents.store_file"])
def test_counted_anew_after_an_act_that_may_change_it(name: str) -> None:
    counter = Counter()
    kept("a", 1, count=counter)
    act(name)
    assert kept("a", 1, count=counter) == 2


def test_an_act_that_changes_nothing_counted_is_no_reason() -> None:
    counter = Counter()
    kept("a", 1, count=counter)
    act("accounts.sign_in")
    assert kept("a", 1, count=counter) == 1


def test_other_keys_and_none_as_an_answer() -> None:
    counter = Counter()
    kept("a", 1, count=counter)
    assert kept("a", 2, count=counter) == 2
    assert [kept("nothing", count=lambda: None), kept("nothing", count=lambda: 1)] == [None, None]


def test_whoever_sees_the_same_shares_a_key() -> None:
    held = (RoleHeld("leader", 1, "1."),)
    first = Actor(user_id=1, label="A", roles=held)
    assert first.key == Actor(user_id=1, label="B", roles=held).key
    assert first.key != Actor(user_id=1, label="A", roles=held, in_place_of=2).key
    assert first.key != Actor(user_id=1, label="A", roles=()).key


def test_of_several_who_ask_at_once_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "thidua.apps.planning.queries.keeping.newest_sequence", lambda prefixes: 7
    )  # threads see no rows
    entered, go_on, counter, answers = threading.Event(), threading.Event(), Counter(), []

    def count() -> int:
        entered.set()
        go_on.wait(5)
        return counter()

    def ask() -> None:
        answers.append(kept("slow", count=count))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    assert entered.wait(5)
    go_on.set()
    for one in threads:
        one.join()
    assert answers == [1, 1, 1, 1]
