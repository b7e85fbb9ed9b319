"""The synonyms that a market begins with: tests that flush the database take them away."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from catalogue.search.models import SynonymGroup


def first_synonyms() -> None:
    """Fill the table as the migration does, and with nothing else."""
    SynonymGroup.objects.all().delete()
    import_module("catalogue.search.migrations.0005_load_synonym_groups").load(apps, None)
