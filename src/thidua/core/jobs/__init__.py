"""Background work behind the `django_tasks` API: enqueue inside the transaction of the act, run by a worker with a lease.

A job is delivered at least once, also after `kill -9`; write jobs so that a second run changes nothing.
"""
