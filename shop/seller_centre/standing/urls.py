"""Below /kenh-nguoi-ban/ho-so/."""

from django.urls import path

from shop.seller_centre.standing import papers, views

urlpatterns = [
    path("", views.index, name="standing"),
    path("tai-khoan/", views.ask_bank_change, name="ask_bank_change"),
    path("tai-khoan/<int:pk>/rut/", views.withdraw_bank_change, name="withdraw_bank_change"),
    path("giay-to/", papers.papers, name="papers"),
    path("dong/", views.close_shop, name="close_shop"),
]
