"""Redirects are part of what processes read again when the number changes."""

from django.db import migrations

NOTICE = """
CREATE TRIGGER search_index_redirects_edited AFTER INSERT OR UPDATE OR DELETE ON search_index_searchredirect
    FOR EACH STATEMENT EXECUTE FUNCTION search_index_curated();
"""
UNDO = "DROP TRIGGER search_index_redirects_edited ON search_index_searchredirect;"


class Migration(migrations.Migration):
    dependencies = [("search_index", "0006_add_search_counts_and_redirects")]

    operations = [migrations.RunSQL(NOTICE, UNDO)]
