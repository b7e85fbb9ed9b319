"""Oscar's migrations of this label come first, from Oscar's own package; ours stand beside them."""

from oscar.apps.customer import migrations as oscar_migrations

__path__ = [*__path__, *oscar_migrations.__path__]
