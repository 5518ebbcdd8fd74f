"""Names of capture's pages: where looking fails, and the evidence that it kept."""

from django.urls import path

from reports.capture.views import custody, looks

app_name = "capture"
urlpatterns = [
    path("staff/looks/", looks.looks, name="looks"),
    path("evidence/", custody.due, name="due"),
    path("evidence/purges/<int:pk>/propose/", custody.propose_purge, name="propose-purge"),
    path("evidence/purges/<int:pk>/agree/", custody.agree_purge, name="agree-purge"),
    path("evidence/<slug:code>/", custody.evidence, name="evidence"),
    path("evidence/<slug:code>/hold/", custody.hold, name="hold"),
    path("evidence/<slug:code>/release/", custody.release, name="release"),
    path("evidence/<slug:code>/packs/", custody.ask_pack, name="ask-pack"),
    path("evidence/<slug:code>/packs/<int:pk>/", custody.download_pack, name="download-pack"),
    path("evidence/<slug:code>/looks/<int:pk>/", custody.download_warc, name="download-warc"),
]
