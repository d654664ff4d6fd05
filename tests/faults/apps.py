from django.apps import AppConfig

BY_MAIL = "faults.by_mail"


class FaultsConfig(AppConfig):
    """Lets the worker under test know the sample kind of notice."""

    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        from thidua.apps.notifications.enums import Kind, name_kinds

        name_kinds((Kind(BY_MAIL, "Nhiệm vụ sắp đến hạn"),))
