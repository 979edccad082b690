"""What is to be known of a day before anything is planned: public holidays and school holidays of zone B."""

from datetime import timedelta

from django.utils.translation import gettext as _

from agenda.engine.school import school_holiday_name
from directory.hours.holidays import is_public_holiday


def day_said(day):
    """« jour férié, vacances de Noël », "" for an ordinary day."""
    parts = [_("jour férié")] if is_public_holiday(day) else []
    parts += [_("veille de jour férié")] if not parts and is_public_holiday(day + timedelta(days=1)) else []
    holiday = school_holiday_name(day)
    parts += [holiday[:1].lower() + holiday[1:]] if holiday else []
    return ", ".join(parts)
