"""Answer a survey: begin with consent, page by page, finish, withdraw."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from shop.accounts.models import User
from shop.campaign.phone_codes.domain.tallies import hour_of, tally
from shop.campaign.surveys import credentials
from shop.campaign.surveys.domain import bursts, quotas, stuffing
from shop.campaign.surveys.domain.branching import pruned, shown_in, unanswered
from shop.campaign.surveys.domain.kinds import BadAnswer, clean, field_names
from shop.campaign.surveys.domain.profiles import Profile, profile_of
from shop.campaign.surveys.domain.questionnaire import Question, Questionnaire, Scope, Section, parse
from shop.campaign.surveys.domain.writing import NoSuchPart, section_of
from shop.campaign.surveys.models import Channel, PersonalLink, Phase, Poster, Response, Standing, Survey
from shop.campaign.surveys.places import Places, places_for
from shop.campaign.surveys.queries import newest

Typed = Mapping[str, Sequence[str]]


class NotRunning(Exception):
    """The survey takes no answers now."""


class NoConsent(Exception):
    """Nobody is asked anything before saying yes."""


class TooManyStarts(Exception):
    """This network began very many answers within the hour."""


class Finished(Exception):
    """This answer was sent already, or stopped."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """How somebody came to the survey."""

    channel: Channel = Channel.ONLINE
    network: str = ""
    link: PersonalLink | None = None
    poster: Poster | None = None
    interviewer: User | None = None
    phone_hash: str = ""


@dataclass(frozen=True)
class Step:
    """What comes after a page. section: the next page, None at the end; errors: question key -> problem."""

    section: Section | None = None
    errors: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def begin(*, survey: Survey, way: Way, consents: bool, token: str, at: datetime.datetime) -> Response:
    """Return a new response that is found by the token. Raises NotRunning, NoConsent, TooManyStarts."""
    version = newest(survey)
    if survey.phase(at) != Phase.RUNNING or version is None:
        raise NotRunning
    if not consents:
        raise NoConsent
    most = settings.SURVEY_STARTS_NETWORK_HOUR
    if way.network and tally(f"survey-start:{way.network}", hour_of(at)) > most:
        raise TooManyStarts
    return Response.objects.create(
        survey=survey,
        version=version,
        channel=way.channel,
        token_hash=credentials.of_token(token),
        link=way.link,
        poster=way.poster,
        interviewer=way.interviewer,
        phone_hash=way.phone_hash,
        network_hash=way.network,
        consented_at=at,
        started_at=at,
    )


@transaction.atomic
def keep_typed(*, response: Response, section_key: str, typed: Typed, at: datetime.datetime) -> None:
    """Save what stands in the form, valid or not, while somebody types. Raises Finished, NotRunning, NoSuchPart."""
    held, questionnaire = _hold(response, at)
    _merge(held, find_section(questionnaire, section_key), typed, asked=None)
    held.save(update_fields=["typed"])


@transaction.atomic
def answer_page(
    *, response: Response, section_key: str, typed: Typed, asked: Collection[str], at: datetime.datetime
) -> Step:
    """Take one page in and return what comes next. asked: keys of the questions that stood on it.

    Everything typed is saved, valid or not. Raises Finished, NotRunning, NoSuchPart.
    """
    held, questionnaire = _hold(response, at)
    section = find_section(questionnaire, section_key)
    _merge(held, section, typed, asked=asked)
    places = places_for(held.survey, questionnaire)
    errors = _clean_into(held, [one for one in section.questions if one.key in asked], places)
    held.save(update_fields=["typed", "answers"])
    if errors:
        return Step(section, errors)
    appeared = [one for one in shown_in(section, questionnaire, held.answers) if one.key not in asked]
    if appeared:
        return Step(section)
    profile = profile_of(questionnaire, held.answers, held.survey.age_bounds)
    if quotas.stop_if_full(survey=held.survey, profile=profile):
        _stop(held, profile, at)
        return Step()
    following = _after(questionnaire, section, held.answers)
    return Step(following) if following else _finish(held, questionnaire, at)


@transaction.atomic
def withdraw(*, response: Response) -> None:
    """Erase what somebody answered; that there was an answer stays. Quotas get the place back."""
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.standing == Standing.WITHDRAWN:
        return
    if held.standing == Standing.COUNTED:
        quotas.give_back(survey=held.survey, profile=Profile(held.commune, held.age, held.sex))
    held.standing, held.typed, held.answers = Standing.WITHDRAWN, {}, {}
    held.commune = held.age = held.sex = held.pattern = ""
    held.save()


def settle(held: Response, questionnaire: Questionnaire) -> None:
    """Let a finished response count, be held back with the burst it is of, or be surplus.

    answers, started_at and finished_at are set. Call it in a transaction.
    """
    held.answers = pruned(questionnaire, held.answers)
    profile = profile_of(questionnaire, held.answers, held.survey.age_bounds)
    held.commune, held.age, held.sex = profile.commune, profile.age, profile.sex
    held.pattern = stuffing.pattern_of(held.answers)
    found = stuffing.reasons(survey=held.survey, response=held)
    held.reasons = [str(reason) for reason in found]
    if found and held.finished_at:
        bursts.gather(response=held, found=found, at=held.finished_at)
        held.standing = Standing.QUARANTINED
    elif quotas.take(survey=held.survey, profile=profile):
        held.standing = Standing.COUNTED
    else:
        held.standing = Standing.SURPLUS


def find_section(questionnaire: Questionnaire, key: str) -> Section:
    """Return the section with a key. Raises NoSuchPart."""
    for section in questionnaire.sections:
        if section.key == key:
            return section
    raise NoSuchPart


def pages(questionnaire: Questionnaire, answers: Mapping[str, object]) -> list[Section]:
    """Return the sections in which something is asked."""
    return [section for section in questionnaire.sections if shown_in(section, questionnaire, answers)]


def page_to_answer(questionnaire: Questionnaire, answers: Mapping[str, object]) -> Section | None:
    """Return the first page that misses an answer, or else the last one."""
    missing = unanswered(questionnaire, answers)
    if missing:
        return section_of(questionnaire, missing[0].key)
    return next(iter(reversed(pages(questionnaire, answers))), None)


def _hold(response: Response, at: datetime.datetime) -> tuple[Response, Questionnaire]:
    rows = Response.objects.select_for_update(of=("self",)).select_related("survey", "version")
    held = rows.get(pk=response.pk)
    if held.standing != Standing.OPEN:
        raise Finished
    if held.survey.phase(at) != Phase.RUNNING:
        raise NotRunning
    return held, parse(held.version.body)


def _merge(held: Response, section: Section, typed: Typed, *, asked: Collection[str] | None) -> None:
    """Take over the fields of a section. asked None: only fields that came; otherwise empty ones are emptied too."""
    for question in section.questions:
        for name in field_names(question):
            if name in typed:
                held.typed[name] = [value[:4000] for value in typed[name][:50]]
            elif asked is not None and question.key in asked:
                held.typed[name] = []


def _clean_into(held: Response, questions: Sequence[Question], places: Places) -> dict[str, str]:
    errors: dict[str, str] = {}
    for question in questions:
        try:
            answer = clean(question, held.typed, places=places.get(Scope(question.scope), {}))
        except BadAnswer as bad:
            errors[question.key] = bad.problem
            answer = None
        if answer is None:
            held.answers.pop(question.key, None)
            if question.required:
                errors.setdefault(question.key, "missing")
        else:
            held.answers[question.key] = answer
    return errors


def _after(questionnaire: Questionnaire, section: Section, answers: Mapping[str, object]) -> Section | None:
    place = questionnaire.sections.index(section)
    later = questionnaire.sections[place + 1 :]
    return next((one for one in later if shown_in(one, questionnaire, answers)), None)


def _stop(held: Response, profile: Profile, at: datetime.datetime) -> None:
    held.standing, held.finished_at, held.received_at = Standing.STOPPED, at, at
    held.commune, held.age, held.sex = profile.commune, profile.age, profile.sex
    held.save()


def _finish(held: Response, questionnaire: Questionnaire, at: datetime.datetime) -> Step:
    if missing := unanswered(questionnaire, held.answers):
        return Step(section_of(questionnaire, missing[0].key), {missing[0].key: "missing"})
    held.finished_at = held.received_at = at
    settle(held, questionnaire)
    held.save()
    return Step()
