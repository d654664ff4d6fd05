"""Cases of the calendar and of the feeds, which are each person's own; what a secret opens has tests of its own."""

from __future__ import annotations

from tests.matrix.kinds import EVERYONE, OFFICER, OWN_BODY, Case, act, in_person, page, plan, thing

CASES: dict[str, Case] = {
    "calendar:show": page(EVERYONE),
    "calendar:working-days": page(EVERYONE),
    "calendar:feeds": page(EVERYONE),
    "calendar:feed-create": act(
        lambda world: [], EVERYONE, fields=lambda world: {"what": "", "name": "Điện thoại"}, is_object=False
    ),
    "calendar:feed-revoke": in_person(act(lambda world: [world.feed_id], OFFICER)),
    "planning:plan-calendar": thing(plan, OWN_BODY),
}
