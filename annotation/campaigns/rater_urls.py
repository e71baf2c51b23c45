"""Addresses of the rating room. They hold an assignment's public id and nothing else."""

from django.urls import path

from annotation.campaigns import rater_views as views

urlpatterns = [
    path("my-work/", views.my_work, name="my_work"),
    path("my-work/<slug:slug>/", views.done_work, name="done_work"),
    path("rate/<uuid:public_id>/", views.rate, name="rate"),
    path("rate/<uuid:public_id>/draft/", views.draft, name="draft"),
    path("rate/<uuid:public_id>/submit/", views.submit, name="submit"),
    path("rate/<uuid:public_id>/change/", views.change, name="change"),
    path("rate/<uuid:public_id>/revise/", views.revise, name="revise"),
    path("rate/<uuid:public_id>/skip/", views.skip, name="skip"),
    path("rate/<uuid:public_id>/undo/", views.undo, name="undo"),
    path("rate/<uuid:public_id>/reference/", views.reference, name="reference"),
    path("rate/<uuid:public_id>/guidelines/", views.guidelines, name="guidelines"),
    path("rate/<uuid:public_id>/images/<int:position>/", views.image, name="image"),
]
