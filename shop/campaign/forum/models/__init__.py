"""Topics addressed to bodies, what is said to them, and the rules they are read by."""

from shop.campaign.forum.models.asking import Asking, Reminder, Step
from shop.campaign.forum.models.bodies import AnswerTerm, Body, BodyMember
from shop.campaign.forum.models.dialogue import Dialogue, DialogueState, Phase, Question
from shop.campaign.forum.models.reply import NamedParty, Reply
from shop.campaign.forum.models.reports import Report, Verdict
from shop.campaign.forum.models.topic import Topic, TopicEvent, TopicPicture, TopicVersion
from shop.campaign.forum.models.voices import Flag, QuestionSupport, Subscription, Support
from shop.campaign.forum.models.words import WatchedWord

__all__ = [
    "AnswerTerm",
    "Asking",
    "Body",
    "BodyMember",
    "Dialogue",
    "DialogueState",
    "Flag",
    "NamedParty",
    "Phase",
    "Question",
    "QuestionSupport",
    "Reminder",
    "Reply",
    "Report",
    "Step",
    "Subscription",
    "Support",
    "Topic",
    "TopicEvent",
    "TopicPicture",
    "TopicVersion",
    "Verdict",
    "WatchedWord",
]
