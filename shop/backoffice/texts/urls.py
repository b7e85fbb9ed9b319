"""Moderation of questions and replies, below /quan-tri/hoi-dap/."""

from django.urls import path

from shop.backoffice.texts import views

urlpatterns = [
    path("", views.index, name="texts"),
    path("cau-hoi/<int:pk>/quyet-dinh/", views.decide_question, name="decide_question"),
    path("tra-loi/<int:pk>/quyet-dinh/", views.decide_reply, name="decide_reply"),
]
