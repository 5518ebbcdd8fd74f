"""Addresses of the scoring room: how often reasons were right, alarms, shadow runs, the learned models, strikes."""

from django.urls import path

from reports.scoring.views import alarms, models, shadow, strikes, tables, terms

app_name = "scoring"

urlpatterns = [
    path("staff/scoring/", terms.terms, name="terms"),
    path("staff/scoring/reasons.csv", terms.terms_csv, name="terms-csv"),
    path("staff/scoring/alarms/", alarms.alarms, name="alarms"),
    path("staff/scoring/alarms/<int:pk>/acknowledge/", alarms.acknowledge, name="acknowledge"),
    path("staff/scoring/shadow/", shadow.runs, name="shadow-runs"),
    path("staff/scoring/shadow/try/", shadow.try_word, name="try-word"),
    path("staff/scoring/shadow/<int:pk>/", shadow.run, name="shadow-run"),
    path("staff/scoring/shadow/<int:pk>/publish/", shadow.publish_run, name="publish-run"),
    path("staff/scoring/shadow/<int:pk>/drop/", shadow.drop_run, name="drop-run"),
    path("staff/scoring/lexicon/", tables.lexicon, name="lexicon"),
    path("staff/scoring/lexicon/try/", tables.try_table, name="try-table"),
    path("staff/scoring/lexicon/export/", tables.export, name="export"),
    path("staff/scoring/lexicon/weigh-again/", tables.weigh_again, name="weigh-again"),
    path("staff/scoring/lexicon/weighings/<int:pk>/stop/", tables.stop, name="stop-weighing"),
    path("staff/scoring/lexicon/weighings/<int:pk>/go-on/", tables.go_on, name="go-on-weighing"),
    path("staff/scoring/models/", models.models, name="models"),
    path("staff/scoring/receipts/<int:pk>/<int:line>/strike/", strikes.strike, name="strike"),
    path("staff/scoring/receipts/<int:pk>/<int:line>/take-back/", strikes.take_back, name="take-back"),
    path("staff/scoring/<str:version>/try/", shadow.try_model, name="try-model"),
    path("staff/scoring/<str:version>/publish/", models.publish, name="publish"),
    path("staff/scoring/<str:version>/withdraw/", models.withdraw, name="withdraw"),
]
