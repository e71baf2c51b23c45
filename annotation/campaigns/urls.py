"""Two sides of a campaign: the lead's pages and the clinician's."""

from annotation.campaigns import lead_urls

app_name = "campaigns"
urlpatterns = [*lead_urls.urlpatterns]
