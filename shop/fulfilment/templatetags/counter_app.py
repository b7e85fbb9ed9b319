"""Addresses of the counter app's modules."""

from __future__ import annotations

from django import template

from shop.fulfilment.counter.web_app import module

register = template.Library()
register.simple_tag(module, name="counter_module")
