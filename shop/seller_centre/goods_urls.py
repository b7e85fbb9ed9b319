"""Goods by the many: imports, exports. Below /kenh-nguoi-ban/, in the names of the seller centre."""

from django.urls import path

from shop.seller_centre.views import bulk, exports

urlpatterns = [
    path("nhap-hang/", bulk.index, name="imports"),
    path("nhap-hang/mau/<slug:slug>/<slug:kind>/", bulk.template, name="import_template"),
    path("nhap-hang/<int:pk>/", bulk.show, name="import"),
    path("nhap-hang/<int:pk>/chon/", bulk.choose_rows, name="import_choose"),
    path("nhap-hang/<int:pk>/ket-qua/<slug:kind>/", bulk.report, name="import_report"),
    path("nhap-hang/<int:pk>/bo/", bulk.remove, name="import_remove"),
    path("xuat-du-lieu/", exports.index, name="exports"),
    path("xuat-du-lieu/<slug:what>/<slug:kind>/", exports.download, name="export"),
]
