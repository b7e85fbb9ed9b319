from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "catalogue.images"
    label = "images"
