"""Background work behind the `django_tasks` API: enqueued in the transaction of the act, run under a lease.

A job is delivered at least once, also after `kill -9`; write jobs so that a second run changes nothing.
"""
