from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sellers.documents"
    label = "documents"
