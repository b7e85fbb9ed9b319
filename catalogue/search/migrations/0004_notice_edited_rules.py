"""The database itself numbers the changes of what the office tells the search; processes compare the number.

A number is never given twice, also not after a rollback, so "another number" always means "read again".
"""

from django.db import migrations

VERSION = """
CREATE SEQUENCE search_index_curated_number;
INSERT INTO search_index_curatedversion (version) VALUES (nextval('search_index_curated_number'));

CREATE FUNCTION search_index_curated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE search_index_curatedversion SET version = nextval('search_index_curated_number');
    IF NOT FOUND THEN
        INSERT INTO search_index_curatedversion (version) VALUES (nextval('search_index_curated_number'));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_index_synonyms_edited AFTER INSERT OR UPDATE OR DELETE ON search_index_synonymgroup
    FOR EACH STATEMENT EXECUTE FUNCTION search_index_curated();
"""

UNDO = """
DROP TRIGGER search_index_synonyms_edited ON search_index_synonymgroup;
DROP FUNCTION search_index_curated();
DROP SEQUENCE search_index_curated_number;
"""


class Migration(migrations.Migration):
    dependencies = [("search_index", "0003_add_synonym_groups")]

    operations = [migrations.RunSQL(VERSION, UNDO)]
