"""Django REST Framework over the same tables, as its own manual would have it.

The view answers with what a reader of `/v1` gets: the whole document of a language, or
twenty cards. Nothing is checked, limited or logged.
"""

import json
import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["BENCH_HOST"],
            "PORT": os.environ["BENCH_PORT"],
            "NAME": os.environ["BENCH_DATABASE"],
            "USER": os.environ["BENCH_USER"],
            "PASSWORD": os.environ["PGPASSWORD"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"options": "-c jit=off"},
        }
    },
    DEBUG=False,
    INSTALLED_APPS=["rest_framework"],
    # It says how long an answer is.
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=__name__,
    USE_TZ=True,
)
django.setup()

from rest_framework import generics, pagination, serializers  # noqa: E402


class Document(models.Model):  # noqa: DJ008 -- nobody prints it
    id = models.UUIDField(primary_key=True)
    key = models.TextField()
    slug = models.TextField()
    lang = models.TextField()
    agency_code = models.TextField()
    etag = models.TextField()
    doc = models.TextField()
    card = models.TextField()
    released_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "peer"
        managed = False
        db_table = 'release"."document'


class Shown(serializers.ModelSerializer):
    """The document, with the languages it is there in."""

    available_locales = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = ("available_locales",)

    def get_available_locales(self, row):
        live = Document.objects.filter(key=row.key, superseded_at=None)
        return sorted(live.values_list("lang", flat=True))

    def to_representation(self, row):
        return {**json.loads(row.doc), **super().to_representation(row)}


class Card(serializers.ModelSerializer):
    class Meta:
        model = Document
        fields = ()

    def to_representation(self, row):
        return json.loads(row.card)


class Newest(pagination.CursorPagination):
    page_size = 20
    ordering = ("-released_at", "-id")


class Detail(generics.RetrieveAPIView):
    serializer_class = Shown
    lookup_field = "key"

    def get_queryset(self):
        lang = self.request.query_params["locale"]
        return Document.objects.filter(lang=lang, superseded_at=None)


class Listed(generics.ListAPIView):
    serializer_class = Card
    pagination_class = Newest

    def get_queryset(self):
        asked = self.request.query_params
        rows = Document.objects.filter(lang=asked["locale"], superseded_at=None)
        return rows.filter(agency_code=asked["agency"]).defer("doc")


urlpatterns = [
    path("v1/items/<str:key>", Detail.as_view()),
    path("v1/items", Listed.as_view()),
]
application = get_wsgi_application()
