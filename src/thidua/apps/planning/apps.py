from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "thidua.apps.planning"
    label = "planning"

    def ready(self) -> None:
        from thidua.apps.audit.enums import name_acts
        from thidua.apps.documents.policies import register_owner
        from thidua.apps.notifications.enums import name_kinds
        from thidua.apps.planning.enums import (
            ACTS,
            FACTS,
            NOTICES_OF_CASCADE,
            NOTICES_OF_LIFE,
            NOTICES_OF_WORK,
            REMINDERS,
        )
        from thidua.apps.planning.policies import can_open_file
        from thidua.core.jobs import schedule

        name_acts(ACTS, facts=FACTS)
        name_kinds(NOTICES_OF_LIFE)
        name_kinds(NOTICES_OF_WORK)
        name_kinds(REMINDERS)
        schedule.daily("thidua.apps.planning.jobs.open_occurrences", hour=1)
        schedule.daily("thidua.apps.planning.jobs.remind", hour=5)
        name_kinds(NOTICES_OF_CASCADE)
        register_owner(can_open_file)
