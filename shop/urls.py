"""Every address of the project, one room per line."""

from django.urls import include, path

urlpatterns = [
    path("", include("shop.storefront.urls")),
    path("gio-hang/", include("shop.basket.urls")),
    path("", include("shop.checkout.urls")),
    path("tai-khoan/", include("shop.accounts.urls")),
    path("tai-khoan/", include("shop.customer.urls")),
    path("dang-ky-ban-hang/", include("sellers.onboarding.urls")),
    path("giay-to/", include("sellers.documents.urls")),
    path("kenh-nguoi-ban/", include("shop.seller_centre.urls")),
    path("diem-truc/dat-ho/", include("shop.assisted.urls")),
    path("diem-truc/tra-hang/", include("shop.aftersales.returns.urls")),
    path("diem-truc/", include("shop.fulfilment.counter.urls")),
    path("chuyen-xe/", include("shop.fulfilment.driver.urls")),
    path("dieu-tra/", include("shop.campaign.surveys.interviewing.urls")),
    path("quan-tri/", include("shop.backoffice.urls")),
    path("phong-trao/bao-hang-gia/", include("shop.campaign.counterfeit.urls")),
    path("phong-trao/binh-chon/", include("shop.campaign.contests.urls")),
    path("phong-trao/thi-tim-hieu/", include("shop.campaign.quizzes.urls")),
    path("phong-trao/khao-sat/", include("shop.campaign.surveys.urls")),
    path("phong-trao/dien-dan/", include("shop.campaign.forum.urls")),
    path("phong-trao/", include("shop.campaign.fairs.urls")),
    path("khieu-nai/", include("shop.campaign.support.urls")),
    path("webhooks/", include("shop.payment.urls")),
    path("media/", include("catalogue.images.urls")),
    path("", include("shop.demo.urls")),
]

handler403 = "shop.storefront.views.errors.forbidden"
handler404 = "shop.storefront.views.errors.not_found"
handler500 = "shop.storefront.views.errors.server_error"
