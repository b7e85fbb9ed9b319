"""Addresses of the interviewer's modules."""

from __future__ import annotations

from django import template

from shop.campaign.surveys.interviewing.web_app import module

register = template.Library()
register.simple_tag(module, name="survey_module")
