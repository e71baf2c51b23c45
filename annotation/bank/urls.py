from django.urls import path

from annotation.bank import import_views, views

app_name = "bank"
urlpatterns = [
    path("", views.benchmark_list, name="benchmark_list"),
    path("benchmarks/<slug:slug>/", views.benchmark_detail, name="benchmark_detail"),
    path("benchmarks/<slug:slug>/questions/", views.question_list, name="question_list"),
    path("questions/<int:pk>/", views.question_detail, name="question_detail"),
    path("images/<int:pk>/", views.image, name="image"),
    path("imports/", import_views.import_list, name="import_list"),
    path("imports/upload/", import_views.import_upload, name="import_upload"),
    path("imports/<int:pk>/", import_views.import_detail, name="import_detail"),
]
