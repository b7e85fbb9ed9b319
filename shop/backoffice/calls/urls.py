"""The telephone list, below /quan-tri/can-goi/."""

from django.urls import path

from shop.backoffice.calls import views

urlpatterns = [
    path("", views.index, name="calls"),
    path("<int:pk>/ket-qua/", views.outcome, name="call_outcome"),
]
