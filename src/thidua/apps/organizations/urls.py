from __future__ import annotations

from django.urls import path

from thidua.apps.organizations.views import delegations, imports, names, people, units

app_name = "organizations"
urlpatterns = [
    path("", units.tree, name="units"),
    path("danh-sach/", units.UnitList.as_view(), name="unit-list"),
    path("don-vi/them/", units.create, name="unit-create"),
    path("don-vi/<int:unit_id>/", units.unit, name="unit"),
    path("don-vi/<int:unit_id>/can-bo/", units.staff, name="unit-people"),
    path("don-vi/<int:unit_id>/lich-su/", units.history, name="unit-history"),
    path("don-vi/<int:unit_id>/sua/", units.edit, name="unit-edit"),
    path("don-vi/<int:unit_id>/chuyen/", units.move, name="unit-move"),
    path("don-vi/<int:unit_id>/dong/", units.close, name="unit-close"),
    path("can-bo/", people.PersonList.as_view(), name="people"),
    path("can-bo/them/", people.create, name="person-create"),
    path("can-bo/<int:person_id>/", people.person, name="person"),
    path("can-bo/<int:person_id>/lich-su/", people.history, name="person-history"),
    path("can-bo/<int:person_id>/sua/", people.edit, name="person-edit"),
    path("can-bo/<int:person_id>/tai-khoan/", people.account, name="person-account"),
    path("can-bo/<int:person_id>/vai-tro/", people.grant, name="role-grant"),
    path("can-bo/<int:person_id>/lam-thay/", delegations.create, name="delegation-create"),
    path("lam-thay/<int:delegation_id>/cham-dut/", delegations.revoke, name="delegation-revoke"),
    path("vai-tro/<int:assignment_id>/thu-lai/", people.revoke, name="role-revoke"),
    path("cach-goi/", names.overview, name="names"),
    path("cach-goi/ghi-nho/", names.learn, name="alias-learn"),
    path("cach-goi/<int:alias_id>/bo/", names.forget, name="alias-forget"),
    path("cach-goi/nhom/them/", names.create_group, name="group-create"),
    path("cach-goi/nhom/<int:group_id>/", names.edit_group, name="group-edit"),
    path("nhap/", imports.upload, name="import"),
    path("nhap/mau/", imports.template, name="import-template"),
    path("nhap/hien-trang/", imports.export, name="export"),
    path("nhap/<uuid:import_id>/", imports.review, name="import-review"),
    path("nhap/<uuid:import_id>/bo/", imports.discard, name="import-discard"),
    path("nhap/<uuid:import_id>/mat-khau/", imports.passwords, name="import-passwords"),
]
