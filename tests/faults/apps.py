from django.apps import AppConfig


class FaultsConfig(AppConfig):
    """Lets the worker under test know the sample kinds of notice."""

    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        from tests.faults.sample_jobs import BY_MAIL, QUIET
        from thidua.apps.notifications.enums import Kind, name_kinds

        name_kinds((Kind(BY_MAIL, "Nhiệm vụ sắp đến hạn"), Kind(QUIET, "Việc của chương trình", by_mail=False)))
