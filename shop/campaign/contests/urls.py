"""Addresses below /phong-trao/binh-chon/."""

from django.urls import path

from shop.campaign.contests.views import ballots, pages, sheets

app_name = "contests"
urlpatterns = [
    path("", pages.index, name="index"),
    path("kiem_phieu.py", pages.script, name="script"),
    path("<slug:slug>/", pages.contest, name="contest"),
    path("<slug:slug>/bo-phieu/", ballots.review, name="review"),
    path("<slug:slug>/bo-phieu/ma/", ballots.send, name="send"),
    path("<slug:slug>/bo-phieu/gui/", ballots.cast, name="cast"),
    path("<slug:slug>/doi-phieu/", ballots.change, name="change"),
    path("<slug:slug>/bien-nhan/", ballots.receipt, name="receipt"),
    path("<slug:slug>/cham-diem/", sheets.sheet, name="sheet"),
    path("<slug:slug>/nhung/<str:token>/", pages.embedded, name="embedded"),
    path("<slug:slug>/so-phieu.txt", pages.log_file, name="log"),
]
