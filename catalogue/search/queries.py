"""What pages and the API call."""

import logging

from catalogue.search import curated, engines, listing, reach
from catalogue.search.protocol import SearchQuery, SearchResult, SearchUnavailable, Suggestions

logger = logging.getLogger(__name__)


def search(query: SearchQuery) -> SearchResult:
    """Search the index; while it cannot be read, list by the filters from the database (degraded=True)."""
    curated.keep_up()
    query = reach.apply(query)
    try:
        return engines.current().search(query)
    except SearchUnavailable as reason:
        logger.warning("search: answering from the database, %s", reason)
        return listing.search(query)


def suggest(text: str, limit: int = 8) -> Suggestions:
    """Offer goods, categories, sellers and provinces for what is being typed; nothing while there is no index."""
    curated.keep_up()
    try:
        return engines.current().suggest(text, limit)
    except SearchUnavailable:
        return Suggestions()


def corrected_spelling(text: str) -> str | None:
    """Return the spelling that finds goods when the words as typed find none."""
    result = search(SearchQuery(text=text, per_page=1))
    return result.corrected if result.searched_for_corrected else None


def redirect_for(text: str) -> str | None:
    """Return the page of the site that the office lets this search lead to."""
    curated.keep_up()
    return curated.redirect_for(text)


def is_ready() -> bool:
    """Whether the index can be read, for /readyz."""
    try:
        engines.current().stats()
    except SearchUnavailable:
        return False
    return True
