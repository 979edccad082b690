from django.http import Http404


def tell(request, **kwargs):
    raise Http404
