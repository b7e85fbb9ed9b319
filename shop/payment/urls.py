"""Addresses that providers call."""

from django.urls import path

from shop.payment.views import webhook

app_name = "payment"
urlpatterns = [path("<slug:code>/", webhook, name="webhook")]
