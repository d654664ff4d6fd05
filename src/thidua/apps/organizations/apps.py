from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "thidua.apps.organizations"
    label = "organizations"

    def ready(self) -> None:
        from thidua.apps.audit.enums import name_acts
        from thidua.apps.notifications.services import register_administrators
        from thidua.apps.organizations.enums import ACTS, FACTS
        from thidua.apps.organizations.queries import administrators_of

        name_acts(ACTS, facts=FACTS)
        register_administrators(administrators_of)
