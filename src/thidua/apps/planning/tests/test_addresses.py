"""The addresses that notices and calendars hold are those of the pages."""

from __future__ import annotations

from django.urls import reverse

from thidua.apps.planning.domain.addresses import plan_address, targets_address, task_address, work_address


def test_addresses_are_those_of_the_pages() -> None:
    assert plan_address(7) == reverse("planning:plan", args=[7])
    assert targets_address(7) == reverse("planning:plan-targets", args=[7])
    assert task_address(7) == reverse("planning:task", args=[7])
    assert work_address(7, 9) == reverse("planning:task", args=[7]) + "?viec=9"
