from django.urls import path

from sellers.onboarding.views import address, landing, papers, status, steps

app_name = "onboarding"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("lam-tiep/", steps.resume, name="resume"),
    path("ho-so/", status.status, name="status"),
    path("buoc/dia-chi/", address.address, name="address"),
    path("buoc/dia-chi/xa/", address.communes, name="communes"),
    path("buoc/giay-to/", papers.papers, name="papers"),
    path("buoc/giay-to/<int:pk>/bo/", papers.remove, name="remove_paper"),
    path("buoc/gui-duyet/", status.review, name="review"),
    path("buoc/<slug:slug>/", steps.step, name="step"),
]
