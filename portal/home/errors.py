"""The pages that say what went wrong; the 500 page is plain HTML that needs nothing to work (templates/500.html)."""

from django.shortcuts import render


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """A form sent without its token: cookies are off, or the page stayed open for too long."""
    return render(request, "403.html", {"form_expired": True}, status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)
