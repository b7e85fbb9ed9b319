from django.urls import path

from shop.fulfilment.cash.views import driver as cash
from shop.fulfilment.driver.views import damage, missing, runs, scanning, trip

app_name = "driver"
urlpatterns = [
    path("", runs.home, name="home"),
    path("tien/", cash.carried, name="cash"),
    path("tien/nop/", cash.remit, name="remit"),
    path("tien/<int:pk>/nhan/", cash.receive, name="receive_cash"),
    path("tien/<int:pk>/rut/", cash.take_back, name="withdraw_remittance"),
    path("thieu-kien/", missing.report_missing, name="report_missing"),
    path("hang-hong/", damage.report_damage, name="report_damage"),
    path("hang-hong/anh/<int:pk>/", damage.damage_picture, name="damage_picture"),
    path("chuyen/<int:pk>/", runs.run, name="run"),
    path("chuyen/<int:pk>/quet/<slug:act>/", scanning.scan, name="scan"),
    path("chuyen/<int:pk>/xuat-phat/", trip.depart_run, name="depart"),
    path("chuyen/<int:pk>/toi/<int:stop_pk>/", trip.arrive_at, name="arrive"),
    path("chuyen/<int:pk>/ket-thuc/", trip.close_run, name="close"),
]
