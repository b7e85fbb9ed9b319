"""Messages, below /quan-tri/tin-nhan/."""

from django.urls import path

from shop.backoffice.messages import views

urlpatterns = [
    path("", views.index, name="messages"),
    path("<int:pk>/gui-lai/", views.again, name="send_again"),
]
