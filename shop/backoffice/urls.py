"""Addresses below /quan-tri/."""

from django.urls import include, path

app_name = "backoffice"
urlpatterns = [
    path("khieu-nai/", include("shop.campaign.support.office_urls")),
]
