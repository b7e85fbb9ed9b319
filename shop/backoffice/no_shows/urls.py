"""Below /quan-tri/khong-toi-nhan/."""

from django.urls import path

from shop.backoffice.no_shows import views

urlpatterns = [
    path("", views.index, name="no_shows"),
    path("<int:pk>/bo-qua/", views.lift_one, name="lift_no_show"),
    path("quy-dinh/", views.rule, name="no_show_rule"),
    path("quy-dinh/<int:pk>/ngung/", views.end, name="end_no_show_rule"),
]
