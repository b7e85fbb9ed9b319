from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "shop.campaign.forum"
    label = "forum"
