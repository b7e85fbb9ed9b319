"""Addresses below /quan-tri/dien-dan/; the back office includes them."""

from django.urls import path

from shop.campaign.forum.desk import dialogue_views, figure_views, report_views, rule_views, views

app_name = "forum_office"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.topic, name="topic"),
    path("<int:pk>/viec/", views.act, name="act"),
    path("y-kien/<int:pk>/", views.decide_reply, name="reply"),
    path("bi-bao/", report_views.index, name="reports"),
    path("bi-bao/<slug:kind>/<int:pk>/", report_views.decide, name="decide_report"),
    path("co-quan/", rule_views.bodies, name="bodies"),
    path("co-quan/moi/", rule_views.new_body, name="new_body"),
    path("co-quan/<int:pk>/", rule_views.body, name="body"),
    path("co-quan/<int:pk>/nguoi/", rule_views.add_member, name="add_member"),
    path("co-quan/<int:pk>/nguoi/<int:member_pk>/thoi/", rule_views.remove_member, name="remove_member"),
    path("doi-thoai/", dialogue_views.index, name="dialogues"),
    path("doi-thoai/moi/", dialogue_views.new, name="new_dialogue"),
    path("doi-thoai/<int:pk>/", dialogue_views.dialogue, name="dialogue"),
    path("doi-thoai/<int:pk>/sua/", dialogue_views.edit, name="edit_dialogue"),
    path("doi-thoai/<int:pk>/viec/", dialogue_views.act, name="act_dialogue"),
    path("doi-thoai/cau-hoi/<int:pk>/", dialogue_views.decide, name="question"),
    path("so-lieu/", figure_views.figures_desk, name="figures"),
    path("so-lieu/tai-ve.xlsx", figure_views.download, name="figures_file"),
    path("quy-tac/", rule_views.rules, name="rules"),
    path("quy-tac/thoi-han/", rule_views.set_term, name="set_term"),
    path("quy-tac/tu/", rule_views.add_word, name="add_word"),
    path("quy-tac/tu/<int:pk>/bo/", rule_views.remove_word, name="remove_word"),
]
