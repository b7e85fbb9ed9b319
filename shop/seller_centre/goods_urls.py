"""Goods by the many: imports, exports, stock, lots. Below /kenh-nguoi-ban/, in the names of the seller centre."""

from django.urls import path

from shop.seller_centre.views import bulk, counterfeit, exports, lots, stock

urlpatterns = [
    path("nhap-hang/", bulk.index, name="imports"),
    path("nhap-hang/mau/<slug:slug>/<slug:kind>/", bulk.template, name="import_template"),
    path("nhap-hang/<int:pk>/", bulk.show, name="import"),
    path("nhap-hang/<int:pk>/chon/", bulk.choose_rows, name="import_choose"),
    path("nhap-hang/<int:pk>/ket-qua/<slug:kind>/", bulk.report, name="import_report"),
    path("nhap-hang/<int:pk>/bo/", bulk.remove, name="import_remove"),
    path("xuat-du-lieu/", exports.index, name="exports"),
    path("xuat-du-lieu/<slug:what>/<slug:kind>/", exports.download, name="export"),
    path("xuat-du-lieu/goi/", exports.ask, name="archive_ask"),
    path("tai-du-lieu/<str:token>/", exports.archive, name="archive"),
    path("ton-kho/", stock.index, name="stock"),
    path("ton-kho/<int:pk>/doi/", stock.change, name="stock_change"),
    path("ton-kho/<int:pk>/muc-bao/", stock.mark, name="stock_mark"),
    path("ton-kho/<int:pk>/lich-su/", stock.movements, name="stock_history"),
    path("lo-hang/", lots.index, name="lots"),
    path("lo-hang/<int:pk>/", lots.show, name="lot"),
    path("lo-hang/<int:pk>/doi/", lots.change, name="lot_change"),
    path("lo-hang/<int:pk>/dem-theo-lo/", lots.track, name="lot_track"),
    path("lo-hang/<int:pk>/thu-hoi/", lots.recall, name="lot_recall"),
    path("lo-hang/<int:pk>/thu-hoi/<int:notice_pk>/", lots.outcome, name="lot_outcome"),
    path("lo-hang/<int:pk>/tem/", lots.labels, name="lot_labels"),
    path("bao-hang-gia/", counterfeit.index, name="counterfeit"),
    path("bao-hang-gia/<slug:number>/tra-loi/", counterfeit.reply, name="counterfeit_reply"),
]
