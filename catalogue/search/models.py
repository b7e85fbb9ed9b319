"""What has changed and is not yet in the index."""

from django.db import models
from django.db.models.functions import Now


class SearchOutbox(models.Model):
    """One change of one product. Written in the transaction of the change, removed once indexed.

    Triggers (see migrations) write rows for changes of goods and their categories, whoever makes them, and queue
    one drain job for each transaction that wrote rows here.
    """

    version = models.BigAutoField(primary_key=True)
    product_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return f"{self.version}: product {self.product_id}"
