"""Moderation of reviews, below /quan-tri/danh-gia/."""

from django.urls import path

from shop.backoffice.reviews import views

urlpatterns = [
    path("", views.index, name="reviews"),
    path("<int:pk>/quyet-dinh/", views.decide, name="decide_review"),
]
