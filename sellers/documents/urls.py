from django.urls import path

from sellers.documents import views

app_name = "documents"
urlpatterns = [path("<int:pk>/", views.show, name="show")]
