"""Kênh người bán: everything a seller's staff does."""

from django.urls import include, path

from shop.seller_centre.views import (
    amendments,
    answers,
    editor,
    holidays,
    home_delivery,
    labels,
    lead_times,
    listings,
    money,
    orders,
    runs,
    sales,
    today,
)

app_name = "seller_centre"
urlpatterns = [
    path("", today.today, name="today"),
    path("gian-hang/", today.choose, name="choose"),
    path("don-hang/", orders.index, name="orders"),
    path("don-hang/<str:number>/", orders.show, name="order"),
    path("don-hang/<str:number>/xac-nhan/", orders.confirm, name="order_confirm"),
    path("don-hang/<str:number>/thay-doi/", amendments.propose_change, name="order_amend"),
    path("don-hang/<str:number>/thay-doi/rut/", amendments.withdraw, name="order_amend_withdraw"),
    path("don-hang/<str:number>/dong-goi/", orders.pack_order, name="order_pack"),
    path("don-hang/<str:number>/da-giao/", home_delivery.delivered, name="order_delivered"),
    path("don-hang/<str:number>/tem/", labels.of_order, name="order_labels"),
    path("chuyen/", runs.index, name="runs"),
    path("chuyen/<str:code>/", runs.show, name="run"),
    path("chuyen/<str:code>/xac-nhan/", runs.confirm, name="run_confirm"),
    path("chuyen/<str:code>/phieu/", runs.packing_list, name="run_list"),
    path("chuyen/<str:code>/tem/", labels.of_run, name="run_labels"),
    path("san-pham/", listings.index, name="listings"),
    path("san-pham/moi/", editor.new, name="listing_new"),
    path("san-pham/<int:pk>/", editor.edit, name="listing"),
    path("san-pham/<int:pk>/luu/", editor.autosave, name="listing_autosave"),
    path("thoi-gian-chuan-bi/", lead_times.lead_times, name="lead_times"),
    path("", include("shop.seller_centre.goods_urls")),
    path("ho-so/", include("shop.seller_centre.standing.urls")),
    path("", include("shop.seller_centre.team.urls")),
    path("doanh-thu/", sales.index, name="sales"),
    path("doanh-thu/tai-ve.<str:form>", sales.download, name="sales_file"),
    path("nghi-ban/", holidays.holidays, name="holidays"),
    path("nghi-ban/<int:pk>/bo/", holidays.back, name="holiday_back"),
    path("hoi-dap/", answers.index, name="answers"),
    path("hoi-dap/<int:pk>/tra-loi/", answers.answer_question, name="answer_question"),
    path("danh-gia/<int:pk>/tra-loi/", answers.reply_to_review, name="reply_review"),
    path("doi-soat/", money.index, name="money"),
]
