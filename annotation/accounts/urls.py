"""Invitations. Logging in and out is Django's own, in the site's addresses."""

from django.urls import path

from annotation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("invite/<int:pk>/", views.invite, name="invite"),
    # `climed_eval.logs` keeps what follows "invitation/" out of every log.
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
