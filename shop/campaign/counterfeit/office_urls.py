"""Addresses below /quan-tri/hang-gia/ and /quan-tri/thu-hoi/; the back office includes them."""

from django.urls import path

from shop.campaign.counterfeit import office_views

app_name = "counterfeit_office"
urlpatterns = [
    path("hang-gia/", office_views.desk, name="desk"),
    path("hang-gia/<slug:number>/", office_views.case, name="case"),
    path("hang-gia/<slug:number>/viec/", office_views.act, name="act"),
    path("hang-gia/<slug:number>/anh/<int:pk>/", office_views.picture, name="picture"),
    path("thu-hoi/", office_views.recalls, name="recalls"),
    path("thu-hoi/lo/", office_views.open_lot, name="open_recall"),
    path("thu-hoi/<int:pk>/", office_views.recall, name="recall"),
]
