"""URLs of welfare."""

from django.urls import path

from welfare.pages.cards import cards_file, cards_page
from welfare.pages.eligibility import eligibility_page
from welfare.pages.schemes import scheme_list, scheme_page
from welfare.pages.sector import WelfarePage

app_name = "welfare"
urlpatterns = [
    path("", WelfarePage.as_view(), name="sector"),
    path("eligibility/", eligibility_page, name="eligibility"),
    path("schemes/", scheme_list, name="scheme-list"),
    path("schemes/<slug:code>/", scheme_page, name="scheme"),
    path("cards/", cards_page, name="cards"),
    path("cards.pdf", cards_file, name="cards-file"),
]
