"""Addresses below /quan-tri/tra-hang/."""

from django.urls import path

from shop.backoffice.returns import views

urlpatterns = [
    path("", views.index, name="returns"),
    path("dieu-kien/", views.terms, name="return_terms"),
    path("dieu-kien/<slug:code>/", views.edit_terms, name="edit_return_terms"),
    path("<slug:number>/", views.show, name="return"),
    path("<slug:number>/ket-luan/", views.decide, name="decide_return"),
    path("<slug:number>/da-chuyen/", views.transferred, name="return_transferred"),
    path("<slug:number>/anh/<int:pk>/", views.picture, name="return_picture"),
]
