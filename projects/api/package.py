"""Projects as a project package of OC4IDS: `/api/v1/projects.oc4ids.json`, filtered like the list of projects."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from portal.publishing.models import Release
from portal.web.addresses import absolute
from portal.web.api.responses import dumps
from portal.web.api.schema import ApiSchema, ErrorAnswerSerializer
from portal.web.keyset import limit_of
from portal.web.page_cache import etag
from projects.api.projects import ProjectList
from projects.detail.progress import statuses_of
from projects.detail.project import ProjectDetail
from projects.facets import Rows, selection_of
from projects.models import UndertakingState
from projects.oc4ids import project_of

VERSION = "0.9"
#: Projects read and written at a time, so that a package of any size takes the same memory.
CHUNK = 200


class PackageSchema(ApiSchema):
    """The parameters and answers of the package; its members are those of the standard."""

    def get_operation_id(self) -> str:
        return "projects_oc4ids"

    def get_tags(self) -> list[str]:
        return ["projects"]

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return [one for one in super().get_override_parameters() if one.name != "format"]

    def get_response_serializers(self) -> dict:
        error = ErrorAnswerSerializer
        return {(200, "application/json"): OpenApiTypes.OBJECT, 400: error, 404: error}


class ProjectPackage(ProjectList):
    """All projects as one package of OC4IDS 0.9, the standard for infrastructure; with `limit` or `cursor` a page."""

    schema = PackageSchema()
    own_parameters = ("limit", "cursor")

    def get(self, request: Request) -> HttpResponse:
        filterset = self.filterset_class(
            request.GET,
            self.rows(request.moment.at),
            request=request,
            also=self.own_parameters,
            only_given=True,
        )
        limit, cursor = request.GET.get("limit"), request.GET.get("cursor")
        if limit or cursor:
            part = self.keyset.slice(filterset.qs, cursor, limit_of(limit))
            return self.linked(self.answer([part.rows] if part.rows else []), part)
        selection = selection_of(filterset)
        rows = Rows(selection.index, selection.bits, filterset.order, request.moment.at)
        return self.answer(rows.in_chunks(CHUNK))

    def answer(self, chunks: Iterable[list[UndertakingState]]) -> HttpResponse:
        """The package. Raises Http404 where it would be empty, which the standard forbids."""
        chunks = iter(chunks)
        if (first := next(chunks, None)) is None:
            raise Http404
        language = translation.get_language()

        def content() -> Iterator[bytes]:
            with translation.override(language):
                yield from self.written(itertools.chain([first], chunks))

        answer = StreamingHttpResponse(content(), content_type="application/json")
        version = [self.request.get_full_path(), self.request.LANGUAGE_CODE, self.request.moment.state.key]
        answer.headers["ETag"] = etag(*(part.encode() for part in [*version, settings.OC4IDS_PREFIX]))
        return answer

    def written(self, chunks: Iterable[list[UndertakingState]]) -> Iterator[bytes]:
        moment = self.request.moment
        yield f'{dumps(self.package(moment.at))[:-1]},"projects":['.encode()
        releases = Release.objects.released(moment.at).in_bulk()
        between = ""
        for chunk in chunks:
            details = ProjectDetail.of(statuses_of(chunk, moment.at), moment.at, releases)
            projects = (project_of(one, absolute, moment.day) for one in details)
            yield (between + ",".join(map(dumps, projects))).encode()
            between = ","
        yield b"]}"

    def package(self, at: dt.datetime) -> dict[str, object]:
        """The package without its projects. Its publication date is the last release or withdrawal."""
        return {
            "uri": absolute(self.request.get_full_path()),
            "publishedDate": timezone.localtime(Release.objects.last_change(at)).isoformat(),
            "version": VERSION,
            "publisher": {
                "name": settings.SITE_NAME[self.request.LANGUAGE_CODE],
                "uri": absolute("/"),
            },
        }
