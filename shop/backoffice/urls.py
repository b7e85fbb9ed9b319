"""Addresses below /quan-tri/."""

from django.urls import include, path

from shop.backoffice.views import applications, home, queue

app_name = "backoffice"
urlpatterns = [
    path("", home.home, name="home"),
    path("ho-so/", queue.approval_queue, name="queue"),
    path("ho-so/<int:pk>/", applications.application, name="application"),
    path("ho-so/<int:pk>/giay/<int:document_pk>/", applications.judge, name="judge_paper"),
    path("ho-so/<int:pk>/quyet-dinh/", applications.decide, name="decide"),
    path("khieu-nai/", include("shop.campaign.support.office_urls")),
]
