from django.urls import path

from shop.fulfilment.cash.views import point as cash
from shop.fulfilment.counter.views import (
    app,
    devices,
    hub,
    less,
    manifest,
    missing,
    order,
    receiving,
    stops,
    sync,
    together,
)

app_name = "counter"
urlpatterns = [
    path("", stops.home, name="home"),
    path("ung-dung/", app.app, name="app"),
    path("ung-dung.webmanifest", app.web_manifest, name="web_manifest"),
    path("may-chay.js", app.service_worker, name="service_worker"),
    path("may/", devices.devices, name="devices"),
    path("may/ghi-danh/", devices.enrol, name="enrol"),
    path("may/<int:pk>/thu-hoi/", devices.revoke, name="revoke"),
    path("can-doi-chieu/", devices.open_list, name="open_acts"),
    path("dong-bo/ban-chup/", sync.read_snapshot, name="snapshot"),
    path("dong-bo/viec/", sync.send_acts, name="acts"),
    path("dong-bo/ket-thuc/", sync.end_lease, name="end_lease"),
    path("thieu-kien/", missing.report_missing, name="report_missing"),
    path("gom/<int:pk>/", hub.hub, name="hub"),
    path("gom/<int:pk>/<slug:act>/", hub.scan, name="hub_scan"),
    path("quy/<int:pk>/", cash.drawer, name="drawer"),
    path("quy/<int:pk>/kiem/", cash.count, name="count_drawer"),
    path("quy/<int:pk>/nop/", cash.remit, name="remit"),
    path("quy/<int:pk>/rut/<int:remittance_pk>/", cash.take_back, name="withdraw_remittance"),
    path("diem-dung/<int:pk>/", stops.stop, name="stop"),
    path("diem-dung/<int:pk>/tim/", stops.find_order, name="find"),
    path("diem-dung/<int:pk>/nhan-kien/", receiving.receive_parcels, name="receive"),
    path("diem-dung/<int:pk>/tra-nha-ban/", receiving.give_back, name="give_back"),
    path("diem-dung/<int:pk>/bang-ke/", manifest.sheet, name="manifest"),
    path("diem-dung/<int:pk>/don/<str:number>/", order.order, name="order"),
    path("diem-dung/<int:pk>/don/<str:number>/doi-chieu/", order.prove, name="prove"),
    path("diem-dung/<int:pk>/don/<str:number>/bot/", less.less, name="less"),
    path("diem-dung/<int:pk>/don/<str:number>/cung-luc/", together.together, name="together"),
    path("diem-dung/<int:pk>/don/<str:number>/hoan-tac/", order.undo_order, name="undo"),
]
