"""Telling people, and whoever stands in for those who are away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from thidua.apps.accounts.queries import User
from thidua.apps.notifications.services import NewNotice, notify_many
from thidua.apps.organizations import queries as organizations


def tell(*, notices: Iterable[NewNotice], at: datetime) -> None:
    """Tell each notice to its recipient, and to the substitute of one who is away, saying for whom.

    In the transaction of the act, with two queries beside those of `notify_many` however many there are.
    """
    listed = list(notices)
    if not listed:
        return
    substitutes = organizations.substitutes_on(on=timezone.localdate(at))
    absent = {one.recipient_id for one in listed} & set(substitutes)
    names = dict(User.objects.filter(pk__in=absent).values_list("pk", "full_name")) if absent else {}
    copies = [
        replace(one, recipient_id=substitutes[one.recipient_id], on_behalf_of=names[one.recipient_id])
        for one in listed
        if one.recipient_id in names
    ]
    notify_many(notices=[*listed, *copies], at=at)
