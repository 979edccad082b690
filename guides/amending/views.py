from django.http import Http404


def propose(request, **kwargs):
    raise Http404
