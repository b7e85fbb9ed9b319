"""What people search, what finds nothing, and where a search leads."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.search.models import SearchCount, SearchRedirect
from catalogue.search.searchlog import log
from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from tests.factories.goods import stocked_product
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return sign_in(GrantFactory(role=Role.REVIEWER).user)


def find(text, **more):
    return Client().get(reverse("storefront:search"), {"q": text, **more})


def test_searches_are_counted_with_what_finds_nothing(search_index):
    stocked_product(title="Nho xanh")
    search_index.drain()
    find("nho xanh"), find("NHO xanh"), find("máy bay"), find("nho xanh", **{"con-hang": "1"}), find("0912345678")
    log.write()
    assert set(SearchCount.objects.values_list("query", "searches", "empty")) == {("nho xanh", 2, 0), ("máy bay", 1, 1)}


def test_without_an_index_nothing_counts_as_not_found(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    find("nho xanh")
    log.write()
    assert not SearchCount.objects.exists()


def test_the_office_sees_both_lists_and_can_act(reviewer):
    today = timezone.localdate()
    SearchCount.objects.create(day=today, query="nho xanh", searches=9)
    SearchCount.objects.create(day=today, query="máy bay", searches=3, empty=3)
    SearchCount.objects.create(day=today - timezone.timedelta(days=40), query="xưa rồi", searches=99)
    page = reviewer.get(reverse("backoffice:searches"))
    assert [row["query"] for row in page.context["most"]] == ["nho xanh", "máy bay"]
    assert [row["query"] for row in page.context["empty"]] == ["máy bay"]
    assert f"{reverse('backoffice:synonyms')}?tu=m%C3%A1y%20bay" in page.content.decode()
    longer = reviewer.get(reverse("backoffice:searches"), {"ngay": "90"})
    assert longer.context["most"][0]["query"] == "xưa rồi"


def test_a_redirect_leads_there_at_once_also_without_marks_and_is_recorded(reviewer):
    form = {"query": " Chuyến  HÀNG", "address": "/chuyen-hang/"}
    assert reviewer.post(reverse("backoffice:search_redirects"), form).status_code == 302
    for text in ("chuyến hàng", "CHUYEN HANG"):
        answer = find(text)
        assert (answer.status_code, answer["Location"]) == (302, "/chuyen-hang/")
    assert find("chuyến hàng", sao="5").status_code == 200
    row = SearchRedirect.objects.get()
    assert reviewer.post(reverse("backoffice:remove_search_redirect", args=[row.pk])).status_code == 302
    assert find("chuyến hàng").status_code == 200
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "search_redirect.set",
        "search_redirect.removed",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://xau.example/",
        "//xau.example/",
        "/\\xau.example/",
        "javascript:alert(1)",
        "chuyen-hang/",
        "/khong-co-trang-nay/",
        "/quan-tri/ho-so/",
        "/tim-kiem/?q=nho",
        "/chuyen-hang/ x",
    ],
)
def test_a_search_leads_nowhere_else(reviewer, address):
    answer = reviewer.post(reverse("backoffice:search_redirects"), {"query": "nho", "address": address})
    assert (answer.status_code, SearchRedirect.objects.exists()) == (422, False)


def test_a_search_may_lead_to_a_list_with_filters(reviewer):
    form = {"query": "5 sao", "address": "/tim-kiem/?sao=5"}
    assert reviewer.post(reverse("backoffice:search_redirects"), form).status_code == 302
    assert find("5 sao")["Location"] == "/tim-kiem/?sao=5"
