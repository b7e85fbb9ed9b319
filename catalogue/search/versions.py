"""Numbers that tell which of two readings of a product is the later one."""

from django.db import connection


def next_version() -> int:
    """Return a number higher than all before it. Take it before reading the products that it is for.

    Whoever reads after a change was committed then has either a higher number than every reading without the change,
    or is refused by the index and reads again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('search_index_searchoutbox', 'version'))")
        (version,) = cursor.fetchone()
    return version
