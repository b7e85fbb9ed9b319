"""Addresses below /quan-tri/luu-tru/; the back office includes them."""

from django.urls import path

from shop.records import views

app_name = "records"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("<int:pk>/", views.turn, name="turn"),
]
