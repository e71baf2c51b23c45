"""Runs and outputs, boards, agreement, exports."""

from scoring import agreement_urls, export_urls

app_name = "scoring"
urlpatterns = [*agreement_urls.urlpatterns, *export_urls.urlpatterns]
