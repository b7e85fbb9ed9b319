"""Addresses below /quan-tri/khao-sat/; the back office includes them."""

from django.urls import path

from shop.campaign.surveys.desk import question_views, views

app_name = "surveys_office"
urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.survey, name="survey"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/viec/", views.act, name="act"),
    path("<int:pk>/chep/", views.copy, name="copy"),
    path("<int:pk>/cau-hoi/", question_views.questions, name="questions"),
    path("<int:pk>/cau-hoi/sap-xep/", question_views.arrange, name="arrange"),
    path("<int:pk>/cau-hoi/xem-truoc/", question_views.preview, name="preview"),
    path("<int:pk>/cau-hoi/them/<slug:section>/<slug:kind>/", question_views.add_question, name="add_question"),
    path("<int:pk>/cau-hoi/<slug:key>/", question_views.question, name="question"),
]
