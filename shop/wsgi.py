import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from shop.proxies import behind

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")

application = behind(settings.TRUSTED_PROXIES, get_wsgi_application())
