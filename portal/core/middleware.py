"""What every request passes: refusal of NUL bytes, and the content security policy."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest

NUL = "\x00"


class RefuseNulBytes:
    """Answer 400 to an address that holds a NUL byte: no database takes one, and no honest link has one.

    Listings clean the NUL bytes of their own parameters and say so (portal/core/listing.py); only the path, and the
    admin's parameters, are refused here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        in_admin = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        if NUL in request.path_info or (in_admin and NUL in str(request.GET.dict())):
            raise BadRequest("NUL")
        return self.get_response(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Two policies: a strict one in public, and a wider one under the admin's address (see settings)."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            parts.replace = (parts.replace or {}) | settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
