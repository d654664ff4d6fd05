from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "thidua.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from thidua.apps.accounts.enums import ACTS, FACTS
        from thidua.apps.audit.enums import name_acts

        name_acts(ACTS, facts=FACTS)
