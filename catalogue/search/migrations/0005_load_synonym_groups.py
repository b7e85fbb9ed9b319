"""Begin with the groups of rules/synonyms.txt; from here on the office keeps them."""

from django.db import migrations

from catalogue.search.synonyms import groups_of_file


def load(apps, schema_editor):
    model = apps.get_model("search_index", "SynonymGroup")
    model.objects.bulk_create(
        model(words=", ".join(group.entries), is_ambiguous=group.ambiguous, note=group.note)
        for group in groups_of_file()
    )


class Migration(migrations.Migration):
    dependencies = [("search_index", "0004_notice_edited_rules")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
