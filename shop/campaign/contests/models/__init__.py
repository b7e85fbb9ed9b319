"""Contests, their entries, and the two sides of a vote that nothing joins: who voted, and what was voted."""

from shop.campaign.contests.models.contest import Category, Contest, ContestState, Phase, Standings
from shop.campaign.contests.models.entry import Entry, EntryState
from shop.campaign.contests.models.holding import (
    BatchState,
    HeldBatch,
    HeldChoice,
    HoldKind,
    PendingSeal,
    VelocityLimit,
    VelocitySource,
)
from shop.campaign.contests.models.jury import Conflict, Criterion, Juror, Mark
from shop.campaign.contests.models.log import LogHead, LogLine, PendingChoice, PendingReceipt
from shop.campaign.contests.models.paper import PaperBallot, PaperReading
from shop.campaign.contests.models.recognition import Award, Recognition
from shop.campaign.contests.models.register import Channel, RegisterMark, VoteCode
from shop.campaign.contests.models.tickets import Ticket, TicketSheet

__all__ = [
    "Award",
    "BatchState",
    "Category",
    "Channel",
    "Conflict",
    "Contest",
    "ContestState",
    "Criterion",
    "Entry",
    "EntryState",
    "HeldBatch",
    "HeldChoice",
    "HoldKind",
    "Juror",
    "LogHead",
    "LogLine",
    "Mark",
    "PaperBallot",
    "PaperReading",
    "PendingChoice",
    "PendingReceipt",
    "PendingSeal",
    "Phase",
    "Recognition",
    "RegisterMark",
    "Standings",
    "Ticket",
    "TicketSheet",
    "VelocityLimit",
    "VelocitySource",
    "VoteCode",
]
