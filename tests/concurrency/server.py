"""What the race tests run twice: the project on the test database, with connections kept open as in production.

granian --interface wsgi tests.concurrency.server:application
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.test")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.DATABASES["default"]["CONN_MAX_AGE"] = 60
application = get_wsgi_application()
