"""Surveys, their frozen versions, whom they want to reach, and what people answered."""

from shop.campaign.surveys.models.burst import Burst, BurstState
from shop.campaign.surveys.models.response import (
    Channel,
    PersonalLink,
    PhoneCode,
    Poster,
    Response,
    Standing,
)
from shop.campaign.surveys.models.sampling import Dimension, Margin, Quota
from shop.campaign.surveys.models.survey import Access, Phase, Survey, SurveyState, Version

__all__ = [
    "Access",
    "Burst",
    "BurstState",
    "Channel",
    "Dimension",
    "Margin",
    "PersonalLink",
    "Phase",
    "PhoneCode",
    "Poster",
    "Quota",
    "Response",
    "Standing",
    "Survey",
    "SurveyState",
    "Version",
]
