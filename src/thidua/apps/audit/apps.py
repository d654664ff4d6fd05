from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "thidua.apps.audit"
    label = "audit"
