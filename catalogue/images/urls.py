"""Public pictures: on a server nginx answers /media/ and SERVE_MEDIA is off."""

from django.conf import settings
from django.urls import URLPattern, path

from catalogue.images.views import media

app_name = "images"
urlpatterns: list[URLPattern] = [path("<path:path>", media, name="media")] if settings.SERVE_MEDIA else []
