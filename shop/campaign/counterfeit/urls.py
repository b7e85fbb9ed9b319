"""Addresses below /phong-trao/bao-hang-gia/."""

from django.urls import path

from shop.campaign.counterfeit import views

app_name = "counterfeit"
urlpatterns = [
    path("", views.new, name="new"),
    path("kiem-tra-lo/", views.check_lot, name="check_lot"),
    path("<slug:number>/", views.receipt, name="receipt"),
]
