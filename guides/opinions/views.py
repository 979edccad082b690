from django.http import Http404


def opinion(request, **kwargs):
    raise Http404
