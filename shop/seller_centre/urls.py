from django.urls import URLPattern

app_name = "seller_centre"
urlpatterns: list[URLPattern] = []
