"""The lead's pages of a campaign."""

from django.urls import path

from annotation.campaigns import harm_views, masked_views
from annotation.campaigns import lead_views as views

urlpatterns = [
    path("", views.campaign_list, name="campaign_list"),
    path("new/<slug:benchmark>/", views.campaign_create, name="campaign_create"),
    path("rubrics/new/", views.rubric_create, name="rubric_create"),
    path("rubrics/<int:pk>/", views.rubric_detail, name="rubric_detail"),
    path("clinicians/new/", views.clinician_create, name="clinician_create"),
    path("raters/<int:pk>/release/", views.rater_release, name="rater_release"),
    path("harm/", harm_views.harm_list, name="harm_list"),
    path("harm/unread/", harm_views.harm_unread, name="harm_unread"),
    path("harm/<int:pk>/", harm_views.harm_report, name="harm_report"),
    path("harm/<int:pk>/read/", harm_views.harm_read, name="harm_read"),
    path("of/<slug:slug>/", views.campaign_detail, name="campaign_detail"),
    path("of/<slug:slug>/start/", views.campaign_open, name="campaign_open"),
    path("of/<slug:slug>/pause/", views.campaign_move, {"to": "paused"}, name="campaign_pause"),
    path("of/<slug:slug>/resume/", views.campaign_move, {"to": "open"}, name="campaign_resume"),
    path("of/<slug:slug>/close/", views.campaign_move, {"to": "closed"}, name="campaign_close"),
    path("of/<slug:slug>/masked/", masked_views.masked, name="masked"),
    path("of/<slug:slug>/masked/add/", masked_views.masked_name_add, name="masked_name_add"),
    path("of/<slug:slug>/masked/remove/", masked_views.masked_name_remove, name="masked_name_remove"),
    path("of/<slug:slug>/unblind/", views.campaign_unblind, name="campaign_unblind"),
]
