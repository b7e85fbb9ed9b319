"""Missing parcels, below /quan-tri/kien/thieu/."""

from django.urls import path

from shop.backoffice.missing import views

urlpatterns = [
    path("", views.desk, name="missing_parcels"),
    path("<int:pk>/", views.case, name="parcel_case"),
    path("<int:pk>/ghi/", views.note, name="parcel_case_note"),
    path("<int:pk>/ket-qua/", views.close, name="parcel_case_close"),
    path("<int:pk>/thay-lai/", views.turned_up, name="parcel_case_turned_up"),
    path("mo/", views.open_case, name="open_parcel_case"),
]
