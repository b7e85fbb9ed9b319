"""Addresses below /phong-trao/khao-sat/."""

from django.urls import path

from shop.campaign.surveys.views import answering, pages

app_name = "surveys"
urlpatterns = [
    path("", pages.index, name="index"),
    path("<slug:slug>/", pages.survey, name="survey"),
    path("<slug:slug>/ket-qua/", pages.results, name="results"),
    path("<slug:slug>/bat-dau/", answering.begin, name="begin"),
    path("<slug:slug>/bat-dau/ma/", answering.prove, name="prove"),
    path("<slug:slug>/ca-nhan/<str:token>/", answering.personal, name="personal"),
    path("<slug:slug>/tra-loi/<str:token>/", answering.answer, name="answer"),
    path("<slug:slug>/tra-loi/<str:token>/luu/", answering.keep, name="keep"),
    path("<slug:slug>/tra-loi/<str:token>/rut/", answering.withdraw, name="withdraw"),
    path("<slug:slug>/nhung/<str:frame>/", pages.survey, name="framed"),
    path("<slug:slug>/nhung/<str:frame>/ket-qua/", pages.results, name="framed_results"),
    path("<slug:slug>/nhung/<str:frame>/bat-dau/", answering.begin, name="framed_begin"),
    path("<slug:slug>/nhung/<str:frame>/bat-dau/ma/", answering.prove, name="framed_prove"),
    path("<slug:slug>/nhung/<str:frame>/<str:token>/", answering.answer, name="framed_answer"),
    path("<slug:slug>/nhung/<str:frame>/<str:token>/luu/", answering.keep, name="framed_keep"),
    path("<slug:slug>/nhung/<str:frame>/<str:token>/rut/", answering.withdraw, name="framed_withdraw"),
]
