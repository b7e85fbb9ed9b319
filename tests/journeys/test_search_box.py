"""The search box by keyboard, and what it remembers on the device."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.factories.goods import stocked_product

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_suggestion_is_chosen_by_arrow_keys_and_searches_are_remembered_here_only(new_page, search_index):
    product = stocked_product(title="Nho xanh Ninh Thuận")
    search_index.drain()
    page: Page = new_page()
    page.goto("/tim-kiem/")
    box = page.locator("#q")
    box.press_sequentially("nho")
    expect(page.get_by_role("option", name="Nho xanh Ninh Thuận")).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggest-0")
    box.press("Enter")
    page.wait_for_url(f"**{product.get_absolute_url()}")

    page.locator("#q").fill("nho xanh")
    page.locator("#q").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("nho xanh")
    page.locator("#q").fill("")
    page.locator("#q").focus()
    expect(page.get_by_role("option", name="nho xanh", exact=True)).to_be_visible()
    page.get_by_role("option", name="Xóa tìm gần đây").click()
    expect(page.locator("#suggest > *")).to_have_count(0)
    assert page.complaints == []
