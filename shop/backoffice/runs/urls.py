"""Points, runs and cash of the back office; part of the namespace backoffice."""

from django.urls import path

from shop.backoffice.runs.views import (
    acts,
    calendar,
    cash,
    counters,
    manifest,
    point_applications,
    points,
    schedule,
    stops,
    templates,
)

urlpatterns = [
    path("diem-nhan/", points.points, name="points"),
    path("diem-nhan/moi/", points.new_point, name="new_point"),
    path("diem-nhan/ho-so/<int:pk>/", point_applications.point_application, name="point_application"),
    path("diem-nhan/<int:pk>/", points.point, name="point"),
    path("diem-nhan/<int:pk>/nguoi-truc/", points.appoint_operator, name="appoint_operator"),
    path("diem-nhan/<int:pk>/nguoi-truc/<int:grant_pk>/bo/", points.dismiss_operator, name="dismiss_operator"),
    path("chuyen-hang/", calendar.runs, name="runs"),
    path("chuyen-hang/moi/", schedule.new_run, name="new_run"),
    path("chuyen-hang/tuyen/", templates.templates, name="run_templates"),
    path("chuyen-hang/tuyen/moi/", templates.new_template, name="new_run_template"),
    path("chuyen-hang/tuyen/<int:pk>/", templates.edit_template, name="run_template"),
    path("chuyen-hang/ngay-nghi/", templates.holidays, name="holidays"),
    path("chuyen-hang/ngay-nghi/<int:pk>/bo/", templates.end_holiday, name="end_holiday"),
    path("chuyen-hang/<int:pk>/van-chay/", stops.keep_run, name="keep_run"),
    path("chuyen-hang/<int:pk>/diem/<int:stop_pk>/bo/", stops.call_off, name="call_off_stop"),
    path("chuyen-hang/<int:pk>/diem/<int:stop_pk>/doi/", stops.move, name="move_stop"),
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
