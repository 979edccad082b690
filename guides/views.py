"""/guides/ and /initiatives/ by name, for what leads back to them: the pages themselves are the tree's."""

from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from portal.core.addresses import path_for_wagtail


@require_safe
def listing(request):
    return wagtail_serve(request, path_for_wagtail(request))
