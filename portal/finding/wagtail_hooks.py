"""The screens of the search in Wagtail's admin."""

import portal.finding.missing.handling
import portal.finding.missing.report  # noqa: F401 - each registers its own screens
