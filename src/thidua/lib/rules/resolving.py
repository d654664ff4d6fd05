"""Which law holds on a day: rules of an award for a candidate, restrictions, figures, the law of an old dossier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from thidua.lib.rules import conditions as c
from thidua.lib.rules.errors import NoRule, RuleConflict
from thidua.lib.rules.facts import Case
from thidua.lib.rules.model import Award, Restriction, Rule, Rulebook, Transition


class NoRouteHere(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Alternative:
    """A rule that may hold, with what a lower layer adds; `is_certain` is false when it hangs on the category."""

    rule: Rule
    added: tuple[Rule, ...]
    is_certain: bool


def routes_of(rule: Rule) -> frozenset[str]:
    """Return the routes a rule leads by: its own, or those of its alternatives."""
    if rule.route:
        return frozenset((rule.route,))
    return frozenset(one.route for one in rule.conditions.walk() if one.route)


def keep_route(one: c.Condition, route: str) -> c.Condition:
    """Return the condition without the alternatives of other routes. Raises NoRouteHere when none is left."""
    if not route or not isinstance(one, c.AnyOf) or not any(child.route for child in one.of):
        return one
    kept = tuple(child for child in one.of if child.route == route)
    if not kept:
        raise NoRouteHere(route)
    return replace(one, of=kept)


def alternatives(
    book: Rulebook, *, award: str, subject: str, category: str | None, on: date, route: str = ""
) -> list[Alternative]:
    """Return the rules of an award that hold for such a candidate on a day, one a route.

    Raises NoRule when there is none, RuleConflict when two of one route apply and neither excepts the other.
    """
    found: dict[str, tuple[Rule, bool]] = {}
    for rule in book.rules.values():
        covers = (
            rule.award == award and rule.in_force.holds(on) and rule.scope.covers(subject=subject, category=category)
        )
        if covers is not False:
            found[rule.id] = (rule, covers is True)
    excepted = {key for rule, _ in found.values() for key in rule.excepts}
    main = [(rule, certain) for rule, certain in found.values() if not rule.adds_to and rule.id not in excepted]
    if route and any(routes_of(rule) for rule, _ in main):
        main = [(rule, certain) for rule, certain in main if route in routes_of(rule)]
    if not main:
        raise NoRule(award=award, why=f"Không có quy tắc nào về {award} cho đối tượng này vào ngày {on}.")
    by_route: dict[str, list[str]] = {}
    for rule, certain in main:
        if certain:
            by_route.setdefault(rule.route, []).append(rule.id)
    for rules in by_route.values():
        if len(rules) > 1:
            raise RuleConflict(award=award, rules=rules)
    return [
        Alternative(rule, tuple(other for other, _ in found.values() if other.adds_to == rule.id), certain)
        for rule, certain in main
    ]


def restrictions_on(book: Rulebook, award: Award, *, subject: str, category: str | None, on: date) -> list[Restriction]:
    """Return the restrictions that bind an award for such a candidate on a day."""
    return [
        one
        for one in book.restrictions.values()
        if one.binds(award)
        and one.in_force.holds(on)
        and one.scope.covers(subject=subject, category=category) is not False
    ]


def figure_on(book: Rulebook, figure: c.Figure, on: date) -> Fraction | None:
    """Return a figure on a day; None where its parameter has no confirmed value then."""
    if isinstance(figure, Fraction):
        return figure
    for value in book.parameters[figure.parameter].values:
        if value.in_force.holds(on) and book.standing(value.basis, on).decides and isinstance(value.value, Fraction):
            return value.value
    return None


@dataclass(frozen=True, slots=True)
class Governing:
    """The days whose law a dossier may be judged by; the first governs, the others only where more favourable."""

    days: tuple[date, ...]
    transitions: tuple[Transition, ...]
    is_certain: bool


def governing(book: Rulebook, case: Case) -> Governing:
    """Return which law governs a dossier received before a change of law and decided after it."""
    law_on, days, used, certain = case.on, [], [], True
    for one in sorted(book.transitions.values(), key=lambda one: one.at, reverse=True):
        if case.received_on < one.at <= law_on:
            decides = book.standing(one.basis, case.on).decides
            certain = certain and decides
            if one.more_favourable or not decides:
                days.append(law_on)
            used.append(one)
            law_on = one.at - timedelta(days=1)
    return Governing((law_on, *days), tuple(used), certain)
