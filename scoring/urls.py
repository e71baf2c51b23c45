"""Runs and outputs, boards, agreement, exports."""

from scoring import agreement_urls

app_name = "scoring"
urlpatterns = [*agreement_urls.urlpatterns]
