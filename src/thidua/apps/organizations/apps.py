from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "thidua.apps.organizations"
    label = "organizations"

    def ready(self) -> None:
        from thidua.apps.audit.enums import name_acts
        from thidua.apps.organizations.enums import ACTS, FACTS

        name_acts(ACTS, facts=FACTS)
