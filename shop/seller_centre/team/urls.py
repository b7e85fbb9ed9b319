"""Below /kenh-nguoi-ban/: nhan-su/ for owners, loi-moi/ for the people they invite."""

from django.urls import path

from shop.seller_centre.team import accepting, views

urlpatterns = [
    path("nhan-su/", views.index, name="staff"),
    path("nhan-su/<int:pk>/vai-tro/", views.set_role, name="staff_role"),
    path("nhan-su/<int:pk>/thoi/", views.remove_person, name="staff_remove"),
    path("nhan-su/loi-moi/<int:pk>/huy/", views.cancel_invitation, name="staff_cancel"),
    path("loi-moi/", accepting.mine, name="invitations"),
    path("loi-moi/<int:pk>/nhan/", accepting.accept_by_phone, name="accept_invitation"),
    path("loi-moi/<str:token>/", accepting.by_link, name="invitation_link"),
]
