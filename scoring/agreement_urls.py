from django.urls import path

from scoring import agreement_views as views

urlpatterns = [
    path("agreement/<slug:slug>/", views.agreement, name="agreement"),
    path("agreement/<slug:slug>/part/", views.agreement_fragment, name="agreement_fragment"),
    path("api/agreement/<slug:slug>/", views.AgreementAPI.as_view(), name="api_agreement"),
]
