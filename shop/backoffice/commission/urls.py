"""Addresses below /quan-tri/phi-san/."""

from django.urls import path

from shop.backoffice.commission import views

urlpatterns = [
    path("", views.index, name="commission"),
    path("<int:pk>/ngung/", views.end, name="commission_end"),
]
