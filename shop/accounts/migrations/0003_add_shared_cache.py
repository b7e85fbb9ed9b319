"""The table of django.core.cache.backends.db, as `createcachetable` would make it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]

    operations = [
        migrations.RunSQL(
            [
                'CREATE TABLE "accounts_shared_cache" ('
                '"cache_key" varchar(255) NOT NULL PRIMARY KEY, '
                '"value" text NOT NULL, '
                '"expires" timestamp with time zone NOT NULL)',
                'CREATE INDEX "accounts_shared_cache_expires" ON "accounts_shared_cache" ("expires")',
            ],
            'DROP TABLE "accounts_shared_cache"',
        )
    ]
