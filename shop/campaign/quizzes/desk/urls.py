"""Addresses below /quan-tri/thi-tim-hieu/; the back office includes them."""

from django.urls import path

from shop.campaign.quizzes.desk import bank_views, round_views, views

app_name = "quizzes_office"
urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.new, name="new"),
    path("mau-cau-hoi.xlsx", bank_views.template, name="template"),
    path("<int:pk>/", views.quiz, name="quiz"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/cong-bo/", views.publish, name="publish"),
    path("<int:pk>/huy/", views.cancel, name="cancel"),
    path("<int:pk>/cau-hoi/", bank_views.bank, name="bank"),
    path("<int:pk>/cau-hoi/nhap/", bank_views.load, name="load"),
    path("<int:pk>/cau-hoi/<int:question_pk>/bo/", bank_views.retire, name="retire"),
    path("<int:pk>/ky-moi/", round_views.new, name="new_round"),
    path("<int:pk>/ky/<int:round_pk>/", round_views.round_page, name="round"),
    path("<int:pk>/ky/<int:round_pk>/sua/", round_views.edit, name="edit_round"),
    path("<int:pk>/ky/<int:round_pk>/viec/", round_views.act, name="act"),
    path("<int:pk>/ky/<int:round_pk>/ket-qua.xlsx", round_views.results, name="results"),
]
