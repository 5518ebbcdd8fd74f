"""The addresses of a company: its inbox and its REST API."""

from django.urls import path, re_path, register_converter

from coalition.cases import views
from coalition.cases.api import cases, schema
from spotter.lib.doors import KEY, PUBLIC, audience


class ReferenceConverter:
    """A case's reference, such as CS-7fk2-q9xw-m3hd."""

    regex = "CS(?:-[b-df-hj-km-np-tv-xz2-9]{4}){3}"

    def to_python(self, value: str) -> str:
        """As written."""
        return value

    def to_url(self, value: str) -> str:
        """As written."""
        return value


register_converter(ReferenceConverter, "reference")
key = audience(KEY)
anybody = audience(PUBLIC)

app_name = "cases"
urlpatterns = [
    path("company/", views.inbox, name="inbox"),
    path("company/cases/<reference:reference>/", views.case, name="case"),
    path("company/cases/<reference:reference>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("company/cases/<reference:reference>/answer/", views.answer, name="answer"),
    path("company/cases/<reference:reference>/exhibits/<int:number>/", views.exhibit, name="exhibit"),
    path("company/cases/<reference:reference>/exhibits/<int:number>/tile/", views.exhibit_tile, name="exhibit-tile"),
    path("company/cases/<reference:reference>/pack/", views.pack, name="pack"),
    path("api/v1/cases/", key(cases.CaseListView.as_view()), name="api-list"),
    path("api/v1/cases/<reference:reference>/", key(cases.CaseView.as_view()), name="api-case"),
    path(
        "api/v1/cases/<reference:reference>/acknowledge/",
        key(cases.AcknowledgeView.as_view()),
        name="api-acknowledge",
    ),
    path("api/v1/cases/<reference:reference>/answer/", key(cases.AnswerView.as_view()), name="api-answer"),
    path(
        "api/v1/cases/<reference:reference>/exhibits/<int:number>/",
        key(cases.ExhibitView.as_view()),
        name="api-exhibit",
    ),
    path("api/v1/cases/<reference:reference>/pack/", key(cases.PackView.as_view()), name="api-pack"),
    path("api/v1/schema/", anybody(schema.SchemaView.as_view()), name="api-schema"),
    path("api/docs/", anybody(schema.DocsView.as_view()), name="api-docs"),
    re_path(r"^api/v1/.*$", key(cases.NothingHere.as_view()), name="api-nothing-here"),
]
