from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "thidua.office"
    label = "office"
