from django.urls import path

from shop.assisted import views

app_name = "assisted"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("<int:pk>/", views.gather, name="gather"),
    path("<int:pk>/them/", views.add_good, name="add"),
    path("<int:pk>/so-luong/", views.change_line, name="change"),
    path("<int:pk>/chuyen/", views.choose, name="choose"),
    path("<int:pk>/ma-giam-gia/", views.put_voucher, name="voucher"),
    path("<int:pk>/gui-ma/", views.ask_code, name="ask"),
    path("<int:pk>/dat/", views.place, name="place"),
    path("<int:pk>/phieu/", views.paper, name="paper"),
]
