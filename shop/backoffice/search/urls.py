"""Pages below /quan-tri/tim-kiem/."""

from django.urls import path

from shop.backoffice.search import synonym_views

urlpatterns = [
    path("tu-dong-nghia/", synonym_views.synonyms, name="synonyms"),
    path("tu-dong-nghia/<int:pk>/", synonym_views.synonym, name="synonym"),
    path("tu-dong-nghia/<int:pk>/bo/", synonym_views.remove, name="remove_synonym"),
]
