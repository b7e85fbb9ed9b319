"""The same pages on this site and in one other site's frame.

Answering needs no cookie: whoever has the token of an answer may go on with it. So it works in a foreign frame, where
browsers hold cookies back, and a forged form can do nothing its sender could not do alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from shop.campaign.embedding import origin_of
from shop.campaign.surveys import queries
from shop.campaign.surveys.models import Survey


@dataclass(frozen=True)
class Place:
    """A survey as one site shows it. frame: the signed token of the other site, "" here; origin: that site."""

    survey: Survey
    frame: str = ""
    origin: str = ""

    def url(self, name: str, **parts: str) -> str:
        """Return an address of the same survey in the same place."""
        if self.frame:
            return reverse(f"surveys:framed_{name}", kwargs={"slug": self.survey.slug, "frame": self.frame, **parts})
        return reverse(f"surveys:{name}", kwargs={"slug": self.survey.slug, **parts})

    @property
    def results(self) -> str:
        """The page of the released results in this place."""
        return self.url("results")

    @property
    def home(self) -> str:
        """The first page of the survey in this place."""
        if not self.frame:
            return self.survey.get_absolute_url()
        return reverse("surveys:framed", kwargs={"slug": self.survey.slug, "frame": self.frame})


def place_of(slug: str, frame: str = "") -> Place:
    """Return where a page stands, or answer 404 for a survey or a frame that does not exist."""
    survey = get_object_or_404(queries.public(), slug=slug)
    if not frame:
        return Place(survey)
    origin = origin_of(page=f"survey:{slug}", token=frame)
    if origin is None:
        raise Http404
    return Place(survey, frame, origin)


def show(
    request: HttpRequest, place: Place, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the survey; only the site of the frame's link may frame it."""
    layout = "plain.html" if place.frame else "base.html"
    context = {"place": place, "survey": place.survey, "layout": layout, **context}
    response = render(request, f"surveys/{template}.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    if place.frame:
        response.frame_hosts = [place.origin]  # type: ignore[attr-defined]
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response
