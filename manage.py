#!/usr/bin/env python
"""Entry point of every management command."""

import os
import sys


def main() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        from shop.settings import env  # noqa: F401  reads .env, which may name the settings

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.dev")
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"Cấu hình chưa đúng: {problem}")


if __name__ == "__main__":
    main()
