"""Addresses below /gio-hang/."""

from django.urls import path

from shop.basket.views import adding, summary, voucher

app_name = "basket"
urlpatterns = [
    path("", summary.summary_view, name="summary"),
    path("them/<int:pk>/", adding.add_view, name="add"),
    path("cap-nhat/", summary.update_view, name="update"),
    path("bo/<int:pk>/", summary.remove_view, name="remove"),
    path("nhan/<int:pk>/", summary.accept_view, name="accept"),
    path("de-sau/<int:pk>/", summary.save_for_later_view, name="save_for_later"),
    path("ma-giam-gia/", voucher.enter_view, name="voucher"),
    path("ma-giam-gia/bo/", voucher.remove_view, name="voucher_remove"),
    path("mua-lai/<int:pk>/", summary.restore_view, name="restore"),
]
