from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "catalogue.reviews.answers"
    label = "answers"
