"""Public addresses. Stable: labels, links and search engines rely on them."""

from django.urls import path
from django.views.generic import RedirectView

from shop.storefront.views import (
    asking,
    health,
    home,
    information,
    listings,
    lot,
    personal,
    points,
    product,
    robots,
    run_calendar,
    seller,
    share,
    suggestions,
)

app_name = "storefront"
urlpatterns = [
    path("", home.home, name="home"),
    path("tim-kiem/", listings.search, name="search"),
    path("tim-kiem/goi-y/", suggestions.suggest, name="suggest"),
    path("danh-muc/<slug:slug>/", listings.category, name="category"),
    path("tinh/<slug:slug>/", listings.province, name="province"),
    path("san-pham/<int:pk>/", product.by_id, name="product_by_id"),
    path("san-pham/<int:pk>/the.jpg", share.product, name="product_card"),
    path("nha-ban/<slug:slug>/the.jpg", share.seller, name="seller_card"),
    path("san-pham/<int:pk>/danh-gia/", product.reviews, name="reviews"),
    path("san-pham/<slug:slug>-<int:pk>/", product.product, name="product"),
    path("truy-xuat/<slug:code>/", lot.lot, name="lot"),
    path("nha-ban/<slug:slug>/", seller.seller, name="seller"),
    path("diem-nhan/", points.finder, name="points"),
    path("diem-nhan/dang-ky/", asking.apply_for_point, name="apply_for_point"),
    path("diem-nhan/bao-toi/<str:code>/", asking.watch_commune, name="watch_commune"),
    path("diem-nhan/ma/<str:reference>/", asking.confirm_watch, name="confirm_watch"),
    path("diem-nhan/<slug:slug>/", points.point, name="point"),
    path("chuyen-hang/", run_calendar.run_calendar, name="runs"),
    path("chon-xa/", personal.choose, name="choose_commune"),
    path("manh/ca-nhan/", personal.personal, name="personal"),
    path("manh/xa/", personal.communes, name="communes"),
    path("manh/chuyen-toi/", personal.next_run, name="next_run"),
    path("quy-che/", information.regulations, name="regulations"),
    path("quy-che/bao-mat/", information.privacy, name="privacy"),
    path("quy-che/xep-hang/", information.ranking, name="ranking"),
    path("huong-dan/dat-hang/", information.how_to_order, name="how_to_order"),
    path("huong-dan/doi-tra/", information.returns, name="returns"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sitemap-<str:part>.xml", robots.sitemap_part, name="sitemap_part"),
    path("favicon.ico", RedirectView.as_view(url="/static/img/logo-mark.svg"), name="favicon"),
]
