"""Addresses of official papers (/van-ban/): written, received, numbered, signed, and their templates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from thidua.apps.documents.views.papers import lists, show, signing, steps, writing

app_name = "papers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("so/", include("thidua.apps.documents.urls.registers")),
    path("mau/", include("thidua.apps.documents.urls.templates")),
    path("", include("thidua.apps.documents.urls.checks")),
    path("", include("thidua.apps.documents.urls.signatures")),
    path("", include("thidua.apps.documents.urls.exchange")),
    path("", lists.OutgoingPapers.as_view(), name="outgoing"),
    path("den/", lists.IncomingPapers.as_view(), name="incoming"),
    path("den/<int:recipient_id>/tiep-nhan/", steps.acknowledge, name="acknowledge"),
    path("moi/", writing.create, name="create"),
    path("<int:paper_id>/", show.paper, name="paper"),
    path("<int:paper_id>/sua/", writing.edit, name="edit"),
    path("<int:paper_id>/tu-luu/", writing.autosave, name="autosave"),
    path("<int:paper_id>/bang/<int:part>/<int:number>/", writing.table, name="table"),
    path("<int:paper_id>/xem-truoc/", show.preview, name="preview"),
    path("<int:paper_id>/trang/<int:page>/", show.page, name="page"),
    path("<int:paper_id>/tep.<str:form>", show.draft_file, name="file"),
    path("<int:paper_id>/phien-ban/", show.versions, name="versions"),
    path("<int:paper_id>/y-kien/", show.comments, name="comments"),
    path("<int:paper_id>/y-kien/<int:comment_id>/xong/", show.resolve, name="resolve"),
    path("<int:paper_id>/lich-su/", show.history, name="history"),
    path("<int:paper_id>/xin-y-kien/", steps.ask_opinions, name="ask-opinions"),
    path("<int:paper_id>/het-y-kien/", steps.close_opinions, name="close-opinions"),
    path("<int:paper_id>/trinh-ky/", steps.submit, name="submit"),
    path("<int:paper_id>/rut-lai/", steps.take_back, name="take-back"),
    path("<int:paper_id>/tra-lai/", steps.return_, name="return"),
    path("<int:paper_id>/ky/", signing.sign, name="sign"),
    path("<int:paper_id>/ky-co-quan/", signing.seal, name="seal"),
    path("<int:paper_id>/ban-de-ky/<str:kind>/", signing.signing_copy, name="signing-copy"),
    path("<int:paper_id>/ban-hanh/", steps.issue, name="issue"),
    path("<int:paper_id>/noi-nhan/", steps.recipients, name="recipients"),
    path("<int:paper_id>/gui/", steps.send, name="send"),
    path("<int:paper_id>/thu-hoi/", steps.withdraw, name="withdraw"),
    path("<int:paper_id>/bo/", steps.drop, name="drop"),
]
