"""/admin/guides/: a proposal for a part, and the list of those that were made."""

from django.urls import path

from guides.amending.listing import AmendmentList
from guides.amending.one import OneAmendment
from guides.amending.propose import Propose

app_name = "guides_admin"
urlpatterns = [
    path("parties/<int:pk>/proposer/", Propose.as_view(), name="propose"),
    path("propositions/", AmendmentList.as_view(), name="amendments"),
    path("propositions/liste/", AmendmentList.as_view(results_only=True), name="amendments_results"),
    path("propositions/<int:pk>/", OneAmendment.as_view(), name="amendment"),
]
