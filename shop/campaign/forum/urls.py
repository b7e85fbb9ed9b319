"""Addresses below /phong-trao/dien-dan/."""

from django.urls import path

from shop.campaign.forum.views import answering, dialogues, embedded, feeds, figures, pages, reporting, voices, writing

app_name = "forum"
urlpatterns = [
    path("", pages.index, name="index"),
    path("moi/", writing.new, name="new"),
    path("cua-toi/", writing.mine, name="mine"),
    path("tra-loi/", answering.inbox, name="inbox"),
    path("tra-loi/<int:pk>/", answering.answer, name="answer"),
    path("anh/<int:pk>/", pages.picture, name="picture"),
    path("tin.xml", feeds.rss, name="rss"),
    path("doi-thoai/", dialogues.index, name="dialogues"),
    path("doi-thoai/<slug:slug>/", dialogues.dialogue, name="dialogue"),
    path("doi-thoai/<slug:slug>/cau-hoi/", dialogues.ask, name="ask"),
    path("doi-thoai/<slug:slug>/cau-hoi/<int:pk>/", dialogues.support, name="support_question"),
    path("doi-thoai/<slug:slug>/bien-ban/", dialogues.minutes, name="minutes"),
    path("doi-thoai/<slug:slug>/nhung/<str:token>/", embedded.dialogue, name="embedded_dialogue"),
    path("<int:pk>/nhung/<str:token>/", embedded.topic, name="embedded"),
    path("bao/<int:pk>/", reporting.thanks, name="reported"),
    path("bao/<slug:kind>/<int:pk>/", reporting.report, name="report"),
    path("bao/<slug:kind>/<int:pk>/khach/", reporting.report_as_visitor, name="report_as_visitor"),
    path("so-lieu/", figures.figures_page, name="figures"),
    path("<int:pk>/ung-ho/", voices.support, name="support"),
    path("<int:pk>/theo-doi/", voices.follow, name="follow"),
    path("<int:pk>/sua/", writing.edit, name="edit"),
    path("<int:pk>/dong/", writing.close, name="close"),
    path("<int:pk>/y-kien/", writing.reply, name="reply"),
    path("<slug:slug>-<int:pk>/", pages.topic, name="topic"),
]
