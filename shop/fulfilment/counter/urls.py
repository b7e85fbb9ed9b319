from django.urls import path

from shop.fulfilment.counter.views import manifest, order, receiving, stops

app_name = "counter"
urlpatterns = [
    path("", stops.home, name="home"),
    path("diem-dung/<int:pk>/", stops.stop, name="stop"),
    path("diem-dung/<int:pk>/tim/", stops.find_order, name="find"),
    path("diem-dung/<int:pk>/nhan-kien/", receiving.receive_parcels, name="receive"),
    path("diem-dung/<int:pk>/tra-nha-ban/", receiving.give_back, name="give_back"),
    path("diem-dung/<int:pk>/bang-ke/", manifest.sheet, name="manifest"),
    path("diem-dung/<int:pk>/don/<str:number>/", order.order, name="order"),
    path("diem-dung/<int:pk>/don/<str:number>/doi-chieu/", order.prove, name="prove"),
    path("diem-dung/<int:pk>/don/<str:number>/hoan-tac/", order.undo_order, name="undo"),
]
