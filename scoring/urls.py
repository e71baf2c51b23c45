"""Runs and outputs, boards, agreement, exports."""

from scoring import agreement_urls, board_urls, export_urls, run_urls

app_name = "scoring"
urlpatterns = [
    *run_urls.urlpatterns,
    *agreement_urls.urlpatterns,
    *board_urls.urlpatterns,
    *export_urls.urlpatterns,
]
