"""Editing requirements, below /quan-tri/yeu-cau/."""

from django.urls import path

from shop.backoffice.requirements import views

urlpatterns = [
    path("", views.index, name="requirements"),
    path("moi/", views.new, name="new_requirement"),
    path("<int:pk>/", views.edit, name="requirement"),
    path("<int:pk>/ngung/", views.retire, name="retire_requirement"),
]
