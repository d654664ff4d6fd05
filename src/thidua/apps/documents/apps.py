from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "thidua.apps.documents"
    label = "documents"

    def ready(self) -> None:
        from thidua.apps.audit.enums import name_acts
        from thidua.apps.documents.enums import ACTS, FACTS

        name_acts(ACTS, facts=FACTS)
