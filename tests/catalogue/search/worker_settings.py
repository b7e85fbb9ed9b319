"""The test settings on the database and index of the test that starts a worker."""

import os
from pathlib import Path

from shop.settings.test import *  # noqa: F403
from shop.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
SEARCH_URL = os.environ["WORKER_SEARCH_URL"]
SEARCH_INDEX_DIR = Path(os.environ["WORKER_INDEX"])
