from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "thidua.core"
    label = "core"

    def ready(self) -> None:
        from thidua.core.jobs import schedule

        schedule.daily("thidua.core.jobs.sweeping.sweep", hour=3)
