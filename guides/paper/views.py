from django.http import Http404


def booklet(request, **kwargs):
    raise Http404
