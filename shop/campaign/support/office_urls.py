"""Addresses below /quan-tri/khieu-nai/; the back office includes them."""

from django.urls import path

from shop.campaign.support import views

app_name = "support_office"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<slug:number>/", views.answer_complaint, name="answer"),
]
