"""Sign-in under /tai-khoan/: Vietnamese addresses, allauth's names (it reverses them itself)."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.contrib.auth.decorators import login_required
from django.urls import path

from shop.accounts import views

urlpatterns = [
    path("dang-nhap/", allauth_views.login, name="account_login"),
    path("ma-dang-nhap/", views.RequestCodeView.as_view(), name="account_request_login_code"),
    path("xac-nhan-ma/", views.ConfirmCodeView.as_view(), name="account_confirm_login_code"),
    path("dang-ky/", views.sign_up, name="account_signup"),
    path("dang-xuat/", allauth_views.logout, name="account_logout"),
    path("tam-khoa/", allauth_views.account_inactive, name="account_inactive"),
    path("mat-khau/", allauth_views.password_change, name="account_change_password"),
    path("mat-khau/dat/", login_required(views.SetPasswordView.as_view()), name="account_set_password"),
    path("mat-khau/quen/", views.forgotten_password, name="account_reset_password"),
    path("xac-nhan-lai/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("so-dien-thoai/", allauth_views.change_phone, name="account_change_phone"),
    path("so-dien-thoai/xac-nhan/", allauth_views.verify_phone, name="account_verify_phone"),
    path("hai-lop/", views.second_factor, name="account_second_factor"),
    path("hai-lop/xem/", mfa_views.index, name="mfa_index"),
    path("hai-lop/nhap-ma/", mfa_views.authenticate, name="mfa_authenticate"),
    path("hai-lop/xac-nhan-lai/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("hai-lop/bat/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("hai-lop/tat/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("hai-lop/ma-du-phong/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("hai-lop/ma-du-phong/tao/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("hai-lop/ma-du-phong/tai/", recovery_views.download_recovery_codes, name="mfa_download_recovery_codes"),
]
