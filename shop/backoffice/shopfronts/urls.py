"""Moderation of shop fronts, below /quan-tri/trang-gian-hang/."""

from django.urls import path

from shop.backoffice.shopfronts import views

urlpatterns = [
    path("<int:pk>/", views.show, name="shopfront"),
    path("<int:pk>/quyet-dinh/", views.decide, name="decide_shopfront"),
]
