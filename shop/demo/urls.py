from django.urls import URLPattern, path

from shop.demo.bank_views import bank
from shop.demo.views import demo

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("demo/", demo, name="demo"),
    path("demo/ngan-hang/", bank, name="bank"),
]
