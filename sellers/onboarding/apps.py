from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OnboardingConfig(AppConfig):
    name = "sellers.onboarding"
    label = "onboarding"

    def ready(self) -> None:
        from sellers.onboarding.standard import refill_after_flush

        post_migrate.connect(refill_after_flush, sender=self)
