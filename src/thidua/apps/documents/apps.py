from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "thidua.apps.documents"
    label = "documents"

    def ready(self) -> None:
        from thidua.apps.audit.enums import name_acts
        from thidua.apps.documents.enums import ACTS, FACTS, NOTICES_OF_PAPERS
        from thidua.apps.documents.policies import can_open_paper_file, can_open_template_file, register_owner
        from thidua.apps.documents.policies.exchange import can_open_package_file
        from thidua.apps.documents.policies.signatures import can_open_signing_file
        from thidua.apps.notifications.enums import name_kinds

        name_acts(ACTS, facts=FACTS)
        name_kinds(NOTICES_OF_PAPERS)
        register_owner(can_open_paper_file)
        register_owner(can_open_signing_file)
        register_owner(can_open_package_file)
        register_owner(can_open_template_file)
