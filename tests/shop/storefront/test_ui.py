"""Tags and filters of every template, and the bases others build on."""

import datetime

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from shop.regions.models import Province

pytestmark = pytest.mark.django_db


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


class PhoneForm(forms.Form):
    phone = forms.CharField(label="Số điện thoại", help_text="Mã 6 số sẽ nhắn vào số này.")
    note = forms.CharField(label="Lời nhắn", required=False, widget=forms.Textarea)
    way = forms.ChoiceField(label="Cách nhận", choices=[("a", "Tại điểm"), ("b", "Tận nhà")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Tôi đồng ý")


def test_days_are_said_as_people_say_them():
    cut_off = timezone.make_aware(datetime.datetime(2026, 11, 26, 17, 0))
    assert render("{{ d|thu_ngay }}", d=datetime.date(2026, 11, 28)) == "thứ Bảy 28/11"
    assert render("{{ d|t_ngay }}", d=datetime.date(2026, 11, 29)) == "CN 29/11"
    assert render("{{ d|ngay_gio }}", d=cut_off) == "17:00 thứ Năm 26/11"
    assert render("{{ d|ngay }}", d=cut_off) == "26/11/2026"


def test_calendar_shows_the_lunar_day():
    html = render("{% bloc d %}", d=datetime.date(2026, 11, 28))
    assert "Thứ Bảy" in html and "<b>28</b>" in html and "20/10" in html and "Tháng 11" in html


def test_field_ties_the_error_to_the_input_and_keeps_what_was_typed():
    form = PhoneForm({"phone": "", "note": "<b>x</b>", "way": "b"})
    form.is_valid()
    html = render("{% field form.phone autocomplete='tel' %}", form=form)
    assert 'aria-invalid="true"' in html and 'id="id_phone_error"' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'class="input"' in html and 'autocomplete="tel"' in html
    assert "&lt;b&gt;x&lt;/b&gt;" in render("{% field form.note %}", form=form)
    assert "(không bắt buộc)" in render("{% field form.note %}", form=form)


def test_field_renders_choices_and_checkboxes_inside_labels():
    form = PhoneForm({"way": "b"})
    form.is_valid()
    html = render("{% field form.way %}", form=form)
    assert html.count('class="pick"') == 2 and html.count("checked") == 1
    assert 'class="check"' in render("{% field form.agree %}", form=form)


class WordsForm(forms.Form):
    kind = forms.ChoiceField(choices=[("", "---------"), ("shop", "cửa hàng"), ("Nhóm", [("post", "bưu điện")])])
    province = forms.ModelChoiceField(queryset=Province.objects.none())
    way = forms.ChoiceField(choices=[("sms", "tin nhắn SMS")], widget=forms.RadioSelect)


def test_choices_start_with_a_capital_and_nothing_chosen_is_said_in_words():
    html = render(
        "{% field form.kind %}{% field form.province %}{% field form.way %}", form=WordsForm({"kind": "post"})
    )
    assert "---" not in html and html.count("Chọn…") == 2
    assert "Cửa hàng" in html and "Tin nhắn SMS" in html
    assert '<option value="post" selected>Bưu điện</option>' in html


def test_error_summary_links_each_field():
    form = PhoneForm({"way": "b"})
    form.is_valid()
    html = render('{% include "partials/error_summary.html" %}', form=form)
    assert 'href="#id_phone"' in html and 'role="alert"' in html


def test_phone_numbers_are_grouped_and_masked():
    assert render("{{ p|dien_thoai }} {{ p|che_so }}", p="+84912345678") == "0912 345 678 ••• 678"


@pytest.mark.parametrize("template", ["base.html", "plain.html", "office.html", "counter.html"])
def test_bases_carry_no_inline_script_or_style(template: str):
    html = render_to_string(template, {"request": RequestFactory().get("/")})
    assert "<script>" not in html and "style=" not in html and 'id="main"' in html


def test_unknown_address_offers_a_search(client: Client):
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()


def test_a_lasting_partial_is_drawn_as_an_include_and_follows_the_operator(settings):
    source, shown = '{% include "partials/footer.html" %}', {"operator": settings.OPERATOR, "demo_market": True}
    settings.DEMO_MARKET = True
    assert render('{% lasting "partials/footer.html" %}') == render(source, **shown)
    settings.OPERATOR = {**settings.OPERATOR, "phone": "1900 1234"}
    assert "1900 1234" in render('{% lasting "partials/footer.html" %}')
    settings.DEMO_MARKET = False
    assert "/demo/" not in render('{% lasting "partials/footer.html" %}')
