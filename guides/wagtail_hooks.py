"""The screens of guides and stories in Wagtail's admin."""

import guides.amending.admin
import guides.opinions.admin
import guides.review_report  # noqa: F401 - each registers its own screens
