"""Addresses of ordering and of the order's own pages."""

from django.urls import path

from shop.checkout.views import adding, amendment, extending, lookup, order, pay, paying, returning

app_name = "checkout"
urlpatterns = [
    path("thanh-toan/", paying.checkout_view, name="checkout"),
    path("don-hang/", lookup.lookup_view, name="lookup"),
    path("don-hang/<slug:number>/", order.order_view, name="order"),
    path("don-hang/<slug:number>/ma-<int:stop>/qr.svg", order.qr_view, name="order_qr"),
    path("don-hang/<slug:number>/hop-dong/", order.contract_view, name="contract"),
    path("don-hang/<slug:number>/hop-dong.txt", order.contract_file_view, name="contract_file"),
    path("don-hang/<slug:number>/thay-doi/<int:pk>/", amendment.amendment_view, name="amendment"),
    path("don-hang/<slug:number>/tra-hang/", returning.ask_view, name="returns"),
    path("don-hang/<slug:number>/tra-hang/<slug:code>/", returning.return_view, name="return"),
    path("don-hang/<slug:number>/tra-hang/<slug:code>/anh/<int:pk>/", returning.picture_view, name="return_picture"),
    path("don-hang/<slug:number>/tra-tien/", pay.pay_view, name="pay"),
    path("don-hang/<slug:number>/tra-tien/di/", pay.go_view, name="pay_go"),
    path("don-hang/<slug:number>/tra-tien/<int:pk>/qr.svg", pay.qr_view, name="pay_qr"),
    path("don-hang/<slug:number>/tra-tien/<int:pk>/qr.png", pay.qr_file_view, name="pay_qr_file"),
    path("don-hang/<slug:number>/them/", adding.add_view, name="add"),
    path("don-hang/<slug:number>/giu-them/<int:stop>/", extending.extend_view, name="extend"),
    path("don-hang/<slug:number>/huy/", order.cancel_view, name="cancel"),
]
