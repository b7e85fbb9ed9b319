"""Addresses below /quan-tri/binh-chon/; the back office includes them."""

from django.urls import path

from shop.campaign.contests.desk import held_views, jury_views, paper_views, ticket_views, views

app_name = "contests_office"
urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.contest, name="contest"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/viec/", views.act, name="act"),
    path("<int:pk>/du-thi/<int:entry_pk>/", views.screen, name="screen"),
    path("<int:pk>/the/", ticket_views.print_tickets, name="tickets"),
    path("<int:pk>/the/<int:sheet_pk>/huy/", ticket_views.void_tickets, name="void_tickets"),
    path("<int:pk>/phieu-giay/", paper_views.read_papers, name="papers"),
    path("<int:pk>/phieu-giay/xong/", paper_views.finish_papers, name="finish_papers"),
    path("<int:pk>/phieu-cho/", held_views.batches, name="held"),
    path("<int:pk>/phieu-cho/nguong/", held_views.limits, name="limits"),
    path("<int:pk>/phieu-cho/<int:batch_pk>/", held_views.act, name="held_act"),
    path("<int:pk>/hoi-dong/", jury_views.jury, name="jury"),
    path("<int:pk>/hoi-dong/<int:juror_pk>/vang/", jury_views.excuse, name="excuse"),
    path("<int:pk>/cong-nhan/", views.recognise, name="recognise"),
]
