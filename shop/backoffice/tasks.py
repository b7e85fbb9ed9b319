"""Jobs of the office."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.backoffice.books.checking import check_books


@app.periodic(cron="30 19 * * *")  # 02:30 in Viet Nam: the queue's clock is UTC
@app.task(queue="housekeeping", queueing_lock="check-books")
def check_books_nightly(timestamp: int) -> None:
    """Audit the books each night, so that whatever broke is seen the next morning."""
    check_books(at=timezone.now())


@app.task(queue="housekeeping", queueing_lock="check-books-now")
def check_books_now() -> None:
    """Audit the books because finance asked for it before closing a month."""
    check_books(at=timezone.now())
