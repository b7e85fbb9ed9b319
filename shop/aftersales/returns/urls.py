"""What a point's operator does about returns, below /diem-truc/tra-hang/."""

from django.urls import path

from shop.aftersales.returns.views import point

app_name = "point_returns"
urlpatterns = [
    path("", point.home, name="home"),
    path("tim/", point.find, name="find"),
    path("kien/<int:pk>/da-lay/", point.fetched, name="fetched"),
    path("<slug:number>/", point.show, name="show"),
    path("<slug:number>/nhan-hang/", point.take_goods, name="take_goods"),
    path("<slug:number>/tra-tien/", point.pay_cash, name="pay_cash"),
]
