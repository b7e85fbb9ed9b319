"""Applications, what is asked of them, and what was given for each."""

from sellers.onboarding.models.application import (
    EDITABLE,
    OPEN,
    WAITING,
    ApplicationState,
    ReviewRequest,
    SellerApplication,
)
from sellers.onboarding.models.identity import (
    IdentityCheck,
    IdentityLook,
    IdentityOutcome,
    RepresentativeIdentity,
)
from sellers.onboarding.models.reply import ReplyTemplate
from sellers.onboarding.models.requirement import (
    Confidence,
    Requirement,
    RequirementKind,
    Submission,
    SubmissionState,
)

__all__ = [
    "EDITABLE",
    "OPEN",
    "WAITING",
    "ApplicationState",
    "Confidence",
    "IdentityCheck",
    "IdentityLook",
    "IdentityOutcome",
    "ReplyTemplate",
    "RepresentativeIdentity",
    "Requirement",
    "RequirementKind",
    "ReviewRequest",
    "SellerApplication",
    "Submission",
    "SubmissionState",
]
