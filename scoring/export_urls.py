from django.urls import path

from scoring import export_views as views

urlpatterns = [path("export/<slug:slug>/", views.export, name="export")]
