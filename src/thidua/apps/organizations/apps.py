from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "thidua.apps.organizations"
    label = "organizations"
