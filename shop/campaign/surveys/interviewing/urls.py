"""Addresses below /dieu-tra/."""

from django.urls import path

from shop.campaign.surveys.interviewing import views

app_name = "interviews"
urlpatterns = [
    path("", views.home, name="home"),
    path("ung-dung.webmanifest", views.web_manifest, name="web_manifest"),
    path("may-dieu-tra.js", views.service_worker, name="service_worker"),
    path("<slug:slug>/", views.app, name="app"),
    path("<slug:slug>/truc-tuyen/", views.online, name="online"),
    path("<slug:slug>/tinh-hinh/", views.status, name="status"),
    path("<slug:slug>/dong-bo/", views.sync, name="sync"),
]
