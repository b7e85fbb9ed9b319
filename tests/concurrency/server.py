"""What the race tests run twice: the project with one more address that places an order.

granian --interface wsgi tests.concurrency.server:application
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.test")

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "tests.concurrency.urls"
settings.DATABASES["default"]["CONN_MAX_AGE"] = 60
django.setup()
application = get_wsgi_application()
