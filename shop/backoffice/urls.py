"""Addresses below /quan-tri/."""

from django.urls import include, path

from shop.backoffice.views import (
    applications,
    bank_changes,
    home,
    home_rates,
    measures,
    orders,
    queue,
    roles,
    sellers,
    trail,
)

app_name = "backoffice"
urlpatterns = [
    path("", home.home, name="home"),
    path("ho-so/", queue.approval_queue, name="queue"),
    path("ho-so/<int:pk>/", applications.application, name="application"),
    path("ho-so/<int:pk>/giay/<int:document_pk>/", applications.judge, name="judge_paper"),
    path("ho-so/<int:pk>/mien/<int:requirement_pk>/", applications.waive_requirement, name="waive"),
    path("ho-so/<int:pk>/nguoi-xem/", applications.assign, name="assign"),
    path("ho-so/<int:pk>/quyet-dinh/", applications.decide, name="decide"),
    path("yeu-cau/", include("shop.backoffice.requirements.urls")),
    path("tin-dang/", include("shop.backoffice.listings.urls")),
    path("tim-kiem/", include("shop.backoffice.search.urls")),
    path("hoi-dap/", include("shop.backoffice.texts.urls")),
    path("danh-gia/", include("shop.backoffice.reviews.urls")),
    path("nguoi-ban/", sellers.sellers, name="sellers"),
    path("nguoi-ban/<slug:slug>/", sellers.seller, name="seller"),
    path("nguoi-ban/<slug:slug>/quyet-dinh/", measures.begin, name="begin_measure"),
    path("nguoi-ban/<slug:slug>/quyet-dinh/<int:pk>/xac-nhan/", measures.confirm_closing, name="confirm_measure"),
    path("nguoi-ban/<slug:slug>/quyet-dinh/<int:pk>/huy/", measures.cancel_measure, name="cancel_measure"),
    path("nguoi-ban/<slug:slug>/mo-lai/", measures.reopen_seller, name="reopen_seller"),
    path("tai-khoan/", bank_changes.index, name="bank_changes"),
    path("tai-khoan/<int:pk>/", bank_changes.decide, name="decide_bank_change"),
    path("don-hang/", orders.orders, name="orders"),
    path("can-goi/", include("shop.backoffice.calls.urls")),
    path("tin-nhan/", include("shop.backoffice.messages.urls")),
    path("phi-giao/", home_rates.home_rates, name="home_rates"),
    path("phi-giao/<int:pk>/bo/", home_rates.remove, name="remove_home_rate"),
    path("phan-quyen/", roles.roles, name="roles"),
    path("phan-quyen/<int:pk>/thoi/", roles.revoke, name="revoke_role"),
    path("nhat-ky/", trail.trail, name="trail"),
    path("", include("shop.backoffice.runs.urls")),
    path("", include("shop.backoffice.money.urls")),
    path("khieu-nai/", include("shop.campaign.support.office_urls")),
]
