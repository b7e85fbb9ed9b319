"""The buyer's own pages below /tai-khoan/; signing in and out is shop.accounts'."""

from django.urls import path

from shop.customer.views import asking, notices, orders, privacy, profile, reviewing

app_name = "customer"
urlpatterns = [
    path("", orders.orders_view, name="orders"),
    path("ho-so/", profile.profile_view, name="profile"),
    path("thong-bao/", notices.notices_view, name="notices"),
    path("thong-bao/may/", notices.device_view, name="push_device"),
    path("thong-bao/tat/", notices.forget_view, name="push_off"),
    path("thong-bao/sw.js", notices.worker_view, name="push_worker"),
    path("du-lieu/", privacy.privacy_view, name="privacy"),
    path("du-lieu/tai-ve/", privacy.export_view, name="export"),
    path("du-lieu/xoa/", privacy.delete_view, name="delete"),
    path("hoi-dap/<int:pk>/", asking.ask_view, name="ask"),
    path("danh-gia/<int:pk>/", reviewing.review_view, name="review"),
]
