from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "shop.campaign.quizzes"
    label = "quizzes"
