"""Moderation of listings, below /quan-tri/tin-dang/."""

from django.urls import path

from shop.backoffice.listings import views

urlpatterns = [
    path("", views.index, name="listings"),
    path("<int:pk>/", views.show, name="listing"),
    path("<int:pk>/quyet-dinh/", views.decide, name="decide_listing"),
    path("<int:pk>/go/", views.take_down, name="take_down_listing"),
]
