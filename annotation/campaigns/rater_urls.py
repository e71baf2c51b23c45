"""Addresses of the rating room. They hold a campaign's slug or an assignment's public id, nothing else."""

from django.urls import path

from annotation.campaigns import guess_views, start_views
from annotation.campaigns import rater_views as views

urlpatterns = [
    path("my-work/", views.my_work, name="my_work"),
    path("start/<slug:slug>/", start_views.start, name="start"),
    path("start/<slug:slug>/rubric/", start_views.start_rubric, name="start_rubric"),
    path("start/<slug:slug>/practice/<int:number>/", start_views.practice, name="practice"),
    path("start/<slug:slug>/begin/", start_views.begin, name="begin"),
    path("my-work/<slug:slug>/", views.done_work, name="done_work"),
    path("my-work/<slug:slug>/guess/", guess_views.guess, name="guess"),
    path("my-work/<slug:slug>/guess/begin/", guess_views.guess_begin, name="guess_begin"),
    path("rate/<uuid:public_id>/guess/", guess_views.guess_save, name="guess_save"),
    path("rate/<uuid:public_id>/", views.rate, name="rate"),
    path("compare/<uuid:public_id>/", views.compare, name="compare"),
    path("rate/<uuid:public_id>/draft/", views.draft, name="draft"),
    path("rate/<uuid:public_id>/submit/", views.submit, name="submit"),
    path("rate/<uuid:public_id>/change/", views.change, name="change"),
    path("rate/<uuid:public_id>/change/draft/", views.change_draft, name="change_draft"),
    path("rate/<uuid:public_id>/change/discard/", views.change_discard, name="change_discard"),
    path("rate/<uuid:public_id>/revise/", views.revise, name="revise"),
    path("rate/<uuid:public_id>/skip/", views.skip, name="skip"),
    path("rate/<uuid:public_id>/undo/", views.undo, name="undo"),
    path("rate/<uuid:public_id>/reference/", views.reference, name="reference"),
    path("rate/<uuid:public_id>/guidelines/", views.guidelines, name="guidelines"),
    path("rate/<uuid:public_id>/images/<int:position>/", views.image, name="image"),
]
