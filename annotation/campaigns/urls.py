"""Two sides of a campaign: the lead's pages and the clinician's."""

from annotation.campaigns import lead_urls, rater_urls

app_name = "campaigns"
urlpatterns = [*rater_urls.urlpatterns, *lead_urls.urlpatterns]
