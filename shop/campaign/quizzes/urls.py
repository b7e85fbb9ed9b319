"""Addresses below /phong-trao/thi-tim-hieu/."""

from django.urls import path

from shop.campaign.quizzes.views import answering, pages

app_name = "quizzes"
urlpatterns = [
    path("", pages.index, name="index"),
    path("boc_tham.py", pages.script, name="script"),
    path("giay-chung-nhan/", pages.check, name="check"),
    path("giay-chung-nhan/<slug:code>/", pages.certificate, name="certificate"),
    path("<slug:slug>/", pages.quiz, name="quiz"),
    path("<slug:slug>/nhung/<str:token>/", pages.embedded, name="embedded"),
    path("<slug:slug>/ky-<int:number>/", pages.round_page, name="round"),
    path("<slug:slug>/ky-<int:number>/bat-dau/", answering.begin, name="begin"),
    path("<slug:slug>/ky-<int:number>/lam-bai/", answering.sheet, name="sheet"),
    path("<slug:slug>/ky-<int:number>/boc-tham.json", pages.drawing, name="drawing"),
]
