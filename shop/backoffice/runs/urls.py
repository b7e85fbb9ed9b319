"""Points, runs and cash of the back office; part of the namespace backoffice."""

from django.urls import path

from shop.backoffice.runs.views import acts, calendar, cash, counters, manifest, points, schedule

urlpatterns = [
    path("diem-nhan/", points.points, name="points"),
    path("diem-nhan/moi/", points.new_point, name="new_point"),
    path("diem-nhan/<int:pk>/", points.point, name="point"),
    path("diem-nhan/<int:pk>/nguoi-truc/", points.appoint_operator, name="appoint_operator"),
    path("diem-nhan/<int:pk>/nguoi-truc/<int:grant_pk>/bo/", points.dismiss_operator, name="dismiss_operator"),
    path("chuyen-hang/", calendar.runs, name="runs"),
    path("chuyen-hang/moi/", schedule.new_run, name="new_run"),
    path("chuyen-hang/<int:pk>/", calendar.run, name="run"),
    path("chuyen-hang/<int:pk>/sua/", schedule.edit_run, name="edit_run"),
    path("chuyen-hang/<int:pk>/tai-xe/", acts.change_driver, name="change_driver"),
    path("chuyen-hang/<int:pk>/chot/", acts.freeze_run, name="freeze_run"),
    path("chuyen-hang/<int:pk>/huy/", acts.call_off_run, name="call_off_run"),
    path("chuyen-hang/<int:pk>/bang-ke/", manifest.manifest, name="manifest"),
    path("diem-nhan/<int:pk>/may/<int:device_pk>/thu-hoi/", counters.revoke_device, name="revoke_device"),
    path("doi-chieu/", counters.open_list, name="counter_acts"),
    path("doi-chieu/<int:pk>/ghi/", counters.apply_act, name="apply_act"),
    path("doi-chieu/<int:pk>/bo-qua/", counters.dismiss_act, name="dismiss_act"),
    path("tien-mat/", cash.cash, name="cash"),
]
