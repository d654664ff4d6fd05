from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "thidua.apps.notifications"
    label = "notifications"

    def ready(self) -> None:
        from thidua.apps.audit.enums import name_acts
        from thidua.apps.notifications.enums import ACTS, FACTS, OWN_KINDS, name_kinds
        from thidua.core.jobs import schedule

        name_acts(ACTS, facts=FACTS)
        name_kinds(OWN_KINDS)
        schedule.daily("thidua.apps.notifications.jobs.plan_digests", hour=0)
        schedule.daily("thidua.apps.notifications.jobs.sweep", hour=2)
