"""Pages below /quan-tri/tim-kiem/."""

from django.urls import path

from shop.backoffice.search import synonym_views, views

urlpatterns = [
    path("", views.searches, name="searches"),
    path("chuyen-huong/", views.redirects, name="search_redirects"),
    path("chuyen-huong/<int:pk>/bo/", views.remove, name="remove_search_redirect"),
    path("tu-dong-nghia/", synonym_views.synonyms, name="synonyms"),
    path("tu-dong-nghia/<int:pk>/", synonym_views.synonym, name="synonym"),
    path("tu-dong-nghia/<int:pk>/bo/", synonym_views.remove, name="remove_synonym"),
]
