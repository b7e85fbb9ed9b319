"""Oscar's product alerts as they are."""

from oscar.apps.customer.models import *  # noqa: F403
