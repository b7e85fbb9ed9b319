"""Moderation of listings, below /quan-tri/tin-dang/."""

from django.urls import path

from shop.backoffice.listings import take_downs, views, words

urlpatterns = [
    path("", views.index, name="listings"),
    path("yeu-cau-go/", take_downs.index, name="take_downs"),
    path("yeu-cau-go/<int:pk>/", take_downs.show, name="take_down"),
    path("yeu-cau-go/<int:pk>/quyet-dinh/", take_downs.decide, name="decide_take_down"),
    path("tu-cam/", words.words, name="watchlist"),
    path("tu-cam/<int:pk>/bo/", words.remove, name="remove_watched_word"),
    path("<int:pk>/", views.show, name="listing"),
    path("<int:pk>/quyet-dinh/", views.decide, name="decide_listing"),
    path("<int:pk>/go/", views.take_down, name="take_down_listing"),
]
