"""Addresses below /phong-trao/."""

from django.urls import path

from shop.campaign.fairs import views

app_name = "fairs"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("phien-cho/", views.sessions, name="sessions"),
    path("phien-cho/<slug:slug>/", views.session, name="session"),
]
