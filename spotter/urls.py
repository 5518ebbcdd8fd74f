"""The site map on one screen."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from reports.impact.views import home

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "spotter.lib.pages.broken"

urlpatterns = [
    path("", home, name="home"),
    # volunteers
    path("", include("reports.followup.urls")),  # /reports/read/, /reports/precision/ before any code; /me/data/
    path("", include("reports.intake.urls")),  # /report/, /reports/, /reports/<code>/
    path("", include("coalition.people.urls")),  # /start/, /pledge/, /me/, /letters/…
    path("accounts/", include("allauth.urls")),
    # staff
    path("queue/", include("reports.triage.urls")),
    path("", include("reports.scoring.urls")),  # /staff/scoring/
    path("", include("reports.capture.urls")),  # /staff/looks/, /evidence/
    path("", include("spotter.jobs.urls")),  # /healthz, /readyz, /health/deep
    path("", include("coalition.delivery.urls")),  # /staff/deliveries/
    path("", include("coalition.progress.urls")),  # /progress/, /staff/health/
    path("admin/", admin.site.urls),
    # companies
    path("", include("coalition.cases.urls")),  # /company/…, /api/v1/cases/…, /api/docs/
    # everybody
    path("figures/", include("reports.impact.urls")),
    path("guide/", include("coalition.learning.urls")),
    path("members/", include("coalition.members.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
