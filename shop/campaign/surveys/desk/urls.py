"""Addresses below /quan-tri/khao-sat/; the back office includes them."""

from django.urls import path

from shop.campaign.surveys.desk import held_views, question_views, result_views, sampling_views, views

app_name = "surveys_office"
urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.survey, name="survey"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/viec/", views.act, name="act"),
    path("<int:pk>/chep/", views.copy, name="copy"),
    path("<int:pk>/chi-tieu/", sampling_views.reach, name="reach"),
    path("<int:pk>/duong-dan/", sampling_views.ways, name="ways"),
    path("<int:pk>/duong-dan/rieng/", sampling_views.make_links, name="make_links"),
    path("<int:pk>/duong-dan/ma-qr/", sampling_views.make_poster, name="make_poster"),
    path("<int:pk>/duong-dan/ma-qr/<int:poster_pk>/", sampling_views.poster, name="poster"),
    path("<int:pk>/tam-giu/", held_views.held, name="held"),
    path("<int:pk>/tam-giu/dot/<int:burst_pk>/", held_views.judge_burst, name="judge_burst"),
    path("<int:pk>/tam-giu/dot/<int:burst_pk>/phieu/", held_views.burst, name="burst"),
    path("<int:pk>/ket-qua/", result_views.results, name="results"),
    path("<int:pk>/ket-qua/bao-cao/", result_views.report, name="report"),
    path("<int:pk>/ket-qua/tai/<slug:kind>/", result_views.download, name="download"),
    path("<int:pk>/cau-hoi/", question_views.questions, name="questions"),
    path("<int:pk>/cau-hoi/sap-xep/", question_views.arrange, name="arrange"),
    path("<int:pk>/cau-hoi/xem-truoc/", question_views.preview, name="preview"),
    path("<int:pk>/cau-hoi/them/<slug:section>/<slug:kind>/", question_views.add_question, name="add_question"),
    path("<int:pk>/cau-hoi/<slug:key>/", question_views.question, name="question"),
]
