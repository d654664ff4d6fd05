from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "thidua.apps.planning"
    label = "planning"

    def ready(self) -> None:
        from thidua.apps.audit.enums import name_acts
        from thidua.apps.documents.policies import register_owner
        from thidua.apps.planning.enums import ACTS, FACTS
        from thidua.apps.planning.policies import can_open_file

        name_acts(ACTS, facts=FACTS)
        register_owner(can_open_file)
