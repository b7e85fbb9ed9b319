"""Addresses below /khieu-nai/."""

from django.urls import path

from shop.campaign.support import views

app_name = "support"
urlpatterns = [
    path("", views.new_complaint, name="new"),
    path("<slug:number>/", views.complaint, name="complaint"),
]
