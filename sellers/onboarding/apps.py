from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "sellers.onboarding"
    label = "onboarding"
