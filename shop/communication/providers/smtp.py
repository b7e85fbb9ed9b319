"""E-mail through Django's own SMTP backend."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from shop.communication.models import Message
from shop.communication.providers.base import DeliveryFailed, Undeliverable


class Smtp:
    """The server of EMAIL_URL; sender EMAIL_FROM."""

    def send(self, message: Message) -> None:
        subject = _("Đơn %(number)s") % {"number": message.reference} if message.reference else _("Tin từ Chợ Phiên")
        link = f"\n\n{settings.SITE_URL}{message.link}" if message.link else ""
        mail = EmailMessage(
            subject,
            f"{message.body}{link}",
            settings.DEFAULT_FROM_EMAIL,
            [message.recipient],
            headers={"X-Entity-Ref-ID": message.key},
            connection=get_connection("django.core.mail.backends.smtp.EmailBackend"),
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise Undeliverable(f"recipient refused: {next(iter(error.recipients.values()), ('',))[0]}") from None
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryFailed(type(error).__name__) from None
