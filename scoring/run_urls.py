from django.urls import path

from scoring import output_views, run_views

urlpatterns = [
    path("", run_views.run_list, name="run_list"),
    path("runs/of/<slug:slug>/", run_views.run_create, name="run_create"),
    path("runs/<int:pk>/", run_views.run_detail, name="run_detail"),
    path("runs/<int:pk>/<slug:act>/", run_views.run_act, name="run_act"),
    path("scores/<slug:slug>/", run_views.benchmark_scores, name="benchmark_scores"),
    path("outputs/<slug:slug>/", output_views.output_list, name="output_list"),
    path("output/<int:pk>/", output_views.output_detail, name="output_detail"),
]
