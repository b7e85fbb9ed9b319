from django.urls import path

from shop.fulfilment.driver.views import runs, scanning, trip

app_name = "driver"
urlpatterns = [
    path("", runs.home, name="home"),
    path("chuyen/<int:pk>/", runs.run, name="run"),
    path("chuyen/<int:pk>/quet/<slug:act>/", scanning.scan, name="scan"),
    path("chuyen/<int:pk>/xuat-phat/", trip.depart_run, name="depart"),
    path("chuyen/<int:pk>/toi/<int:stop_pk>/", trip.arrive_at, name="arrive"),
    path("chuyen/<int:pk>/ket-thuc/", trip.close_run, name="close"),
]
