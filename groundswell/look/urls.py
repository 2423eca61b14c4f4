from django.urls import path

from groundswell.look import views

app_name = "look"

urlpatterns = [
    path("look/", views.guide, name="guide"),
    path("look/public/", views.guide_public, name="guide_public"),
    path("look/print/", views.guide_print, name="guide_print"),
]
