"""Acting in an absent person's place: kept in the session, checked against the delegation at every request."""

from __future__ import annotations

from django.http import HttpRequest

from thidua.apps.accounts.queries import User
from thidua.apps.organizations.queries import Delegation, actor_for, actor_in_place_of, delegations_to
from thidua.core import clock
from thidua.core.actor import Actor

SESSION_KEY = "delegation"
PERSONAL_SPACES = frozenset({"accounts", "notifications"})
PERSONAL_PAGES = frozenset(
    {
        "office:account",
        "office:act-for",
        "office:stop-acting",
        "calendar:feeds",
        "calendar:feed-create",
        "calendar:feed-revoke",
        "organizations:delegation-create",
        "organizations:delegation-revoke",
    }
)
"""What is one's own and nobody's to take over: here a substitute is himself, with his own roles."""

NOBODY = Actor(user_id=None, label="")


def is_personal(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (match.namespace in PERSONAL_SPACES or match.view_name in PERSONAL_PAGES)


def may_act_for(request: HttpRequest) -> list[Delegation]:
    """Return the delegations open to who is signed in, read once a request."""
    if not isinstance(request.user, User):
        return []
    kept = vars(request)  # for the length of the request
    if "_delegations" not in kept:
        kept["_delegations"] = delegations_to(request.user, on=clock.today())
    found: list[Delegation] = kept["_delegations"]
    return found


def acted_on(request: HttpRequest) -> Delegation | None:
    """Return the delegation the person signed in acts on now; none when it is no longer in force."""
    chosen = request.session.get(SESSION_KEY)
    if chosen is None:
        return None
    return next((one for one in may_act_for(request) if one.pk == chosen), None)


def own_actor(request: HttpRequest) -> Actor:
    """Return who is signed in, in his own name."""
    if not isinstance(request.user, User):  # the lazy user answers for the class it wraps
        return NOBODY
    return actor_for(request.user, on=clock.today())


def working_actor(request: HttpRequest) -> Actor:
    """Return who is signed in, in the place of the absent person if he acts for one."""
    one = acted_on(request)
    if one is None or not isinstance(request.user, User):
        return own_actor(request)
    return actor_in_place_of(request.user, delegation=one, on=clock.today())


def actor_of_request(request: HttpRequest) -> Actor:
    """Return who acts in this request."""
    return own_actor(request) if is_personal(request) else working_actor(request)
