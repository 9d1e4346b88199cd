"""The frozen content of a merged volume: the newest gap analyses that left the receiving side, of several corridors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from accounts.models import User
from core import countries
from corridors.models import Corridor
from reports.documents import volume as paper
from reports.documents import volume_page
from reports.documents.codec import from_plain
from reports.documents.common import Corridor as Countries
from reports.documents.common import Country
from reports.documents.gap_analysis import GapAnalysis
from reports.models import Report, ReportVersion, Scope
from reports.snapshots.making import Maker, Refused
from reports.states import Language, Reach, ReportKind, ReportState

#: States in which a report has left the receiving side and nobody has asked for changes.
_MERGED = (ReportState.ILO_REVIEW, ReportState.ACCEPTED, ReportState.PUBLISHED)
#: States in which the parties of a corridor, and in which everybody, still read a report that stands in a volume.
_READ_BY_PARTIES = (*_MERGED, ReportState.RETURNED, ReportState.SUPERSEDED)
_READ_BY_ALL = (ReportState.PUBLISHED, ReportState.SUPERSEDED)
#: The most lines that one document may have; above it printing takes longer than a worker allows.
MOST_LINES = 2000
#: Queries of `build`, whatever the number of corridors, lines and gaps.
QUERIES = 2


def build(scope: Scope, *, number: str, version: int, now: datetime, by: User) -> paper.Volume:
    """The newest version of each corridor's gap analysis that left the receiving side.

    Of reports in several languages the one in the language of the volume goes first, then the English one.

    Raises:
        Refused: no report has left the receiving side, or all together are longer than one document may be.
    """
    corridors = list(scope.corridors())
    chosen = _chosen(corridors, scope.language)
    if not chosen:
        raise Refused(
            _(
                "No gap analysis of these corridors in this language is with the ILO, accepted or published, so "
                "there is nothing to merge. Send one to the ILO, then ask for the volume."
            )
        )
    made = _document(
        scope,
        tuple(_merged(one) for one in chosen),
        corridors=len(corridors),
        number=number,
        version=version,
        now=now,
        by=by,
    )
    if made.lines > MOST_LINES:
        raise Refused(_too_long(scope, made.lines))
    return made


def _too_long(scope: Scope, lines: int) -> str:
    found = _("All reports together have %(lines)d lines; one volume holds at most %(most)d.")
    wider = _("Ask for one volume for each sending country.")
    single = _("Give the reports of these corridors one by one.")
    advice = wider if scope.reach == Reach.PILOT else single
    return f"{found % {'lines': lines, 'most': MOST_LINES}} {advice}"


def _chosen(corridors: list[Corridor], language: str) -> list[ReportVersion]:
    """In the order of the corridors, for each the best of its versions: two queries with the corridors."""
    rows = ReportVersion.objects.filter(
        report__corridor__in=corridors,
        report__kind=ReportKind.GAP_ANALYSIS,
        report__state__in=_MERGED,
        released_at__isnull=False,
    ).select_related("report")
    best: dict[int | None, ReportVersion] = {}
    for row in rows.order_by("released_at", "report_id", "number"):
        held = best.get(row.report.corridor_id)
        if held is None or _rank(row, language) >= _rank(held, language):
            best[row.report.corridor_id] = row
    return [best[corridor.pk] for corridor in corridors if corridor.pk in best]


def _rank(version: ReportVersion, language: str) -> tuple[bool, bool]:
    return version.report.language == language, version.report.language == Language.EN


def _merged(version: ReportVersion) -> paper.Merged:
    report = version.report
    return paper.Merged(
        number=report.number,
        version=version.number,
        state=str(report.get_state_display()),
        is_published=report.state == ReportState.PUBLISHED,
        digits=version.snapshot_hash,
        document=from_plain(GapAnalysis, version.snapshot),
    )


def _document(
    scope: Scope,
    merged: tuple[paper.Merged, ...],
    *,
    corridors: int,
    number: str,
    version: int,
    now: datetime,
    by: User,
) -> paper.Volume:
    shared = Countries(_country(scope.receiving_country), _country(scope.sending_country), "")
    published = sum(one.is_published for one in merged)
    return paper.Volume(
        number=number,
        version=version,
        title=_title(scope, shared),
        status=_status(len(merged), published),
        corridor=shared,
        pilot=scope.pilot.title,
        generated_at=now.isoformat(timespec="seconds"),
        dated=now.date().isoformat(),
        is_draft=any(one.document.is_draft for one in merged),
        marking=_marking(scope),
        note=_note(len(merged) - published),
        published_by=by.organisation.name,
        content_language=str(scope.language),
        corridors=corridors,
        merged=merged,
    )


def _title(scope: Scope, shared: Countries) -> str:
    if scope.reach == Reach.PILOT:
        return _("%(pilot)s: all corridors of %(receiving)s") % {
            "pilot": scope.pilot.title,
            "receiving": shared.receiving.name,
        }
    return _("%(receiving)s and %(sending)s: all skill areas") % {
        "receiving": shared.receiving.name,
        "sending": shared.sending.name,
    }


def _status(number: int, published: int) -> str:
    merged = ngettext("%(n)d report merged", "%(n)d reports merged", number) % {"n": number}
    return _("%(merged)s, %(published)d published") % {"merged": merged, "published": published}


def _marking(scope: Scope) -> str:
    if scope.reach == Reach.PILOT:
        return _("For the receiving country and the ILO until it is published.")
    return _("For the two countries and the ILO until it is published.")


def _note(unpublished: int) -> str:
    if not unpublished:
        return ""
    return ngettext(
        "%(n)d report in this volume is not published yet: the ILO may still ask for changes in it.",
        "%(n)d reports in this volume are not published yet: the ILO may still ask for changes in them.",
        unpublished,
    ) % {"n": unpublished}


def _country(code: str) -> Country:
    return Country(code, countries.name_of(code)) if code else Country("", "")


def warnings(document: paper.Volume) -> list[str]:
    """What a reader of the volume would miss, and what it may not be used for yet."""
    found = []
    if document.missing:
        found.append(
            ngettext(
                "%(n)d corridor has no gap analysis in ILO review or later, so it is not in the volume.",
                "%(n)d corridors have no gap analysis in ILO review or later, so they are not in the volume.",
                document.missing,
            )
            % {"n": document.missing}
        )
    waiting = [one.number for one in document.merged if not one.is_published]
    if waiting:
        sentence = (
            _("The volume can be published only when these reports are: %(numbers)s.")
            if document.corridor.sending.code
            else _("The volume can be sent out only when these reports are published: %(numbers)s.")
        )
        found.append(sentence % {"numbers": ", ".join(waiting)})
    other = [
        one.number for one in document.merged if one.document.content_language != document.content_language
    ]
    if other:
        found.append(
            _("These reports are not written in the language of the volume: %(numbers)s.")
            % {"numbers": ", ".join(other)}
        )
    return found


def figures(document: paper.Volume) -> dict[str, object]:
    """Figures for the pages that show what a version says."""
    return {"lines": volume_page.lines_of(document)}


def _hold(scope: Scope) -> None:
    """No report of these corridors is sent, returned or withdrawn while the volume is put together."""
    rows = Report.objects.filter(corridor__in=scope.corridors(), kind=ReportKind.GAP_ANALYSIS)
    list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))


def _released_at(scope: Scope, frozen_at: datetime) -> datetime | None:
    """When the last of the reports that a volume of that moment could hold was released.

    A volume takes in only what has left the receiving side, so this never stands in the way; `refusal` looks at
    each report.
    """
    rows = ReportVersion.objects.filter(
        report__corridor__in=scope.corridors(),
        report__kind=ReportKind.GAP_ANALYSIS,
        released_at__lte=frozen_at,
    )
    last: datetime | None = rows.aggregate(last=Max("released_at"))["last"]
    return last


def refusal(scope: Scope, snapshot: Mapping[str, object], to: str) -> str:
    """Why this version may not make the move, in a sentence; "" where nothing stands in the way.

    It may reach nobody who may not read each report in it: the parties of a corridor read what was sent to them,
    everybody reads the last version of what is published. The volume of a whole pilot leaves the receiving side only
    when everything in it is published. The reports are held until the transaction ends, so that none is withdrawn
    meanwhile.
    """
    _hold(scope)
    to_all = to == ReportState.PUBLISHED or scope.reach == Reach.PILOT
    wanted = _READ_BY_ALL if to_all else _READ_BY_PARTIES
    document = from_plain(paper.Volume, snapshot)
    known = {
        row.number: row
        for row in Report.objects.filter(number__in=[one.number for one in document.merged]).annotate(
            last_version=Max("versions__number")
        )
    }
    hidden = [
        one.number
        for one in document.merged
        if one.number not in known or known[one.number].state not in wanted
    ]
    if hidden:
        return _hidden_words(to_all) % {"numbers": ", ".join(hidden)}
    old = [one.number for one in document.merged if known[one.number].last_version != one.version]  # type: ignore[attr-defined]
    if to_all and old:
        return _(
            "There is a newer version of these reports: %(numbers)s. Everybody reads only the last version, so make a "
            "new version of the volume first."
        ) % {"numbers": ", ".join(old)}
    return ""


def _hidden_words(to_all: bool) -> str:
    if to_all:
        return _(
            "These reports in the volume are not published: %(numbers)s. Publish them, make a new version of the "
            "volume, and go on with that one."
        )
    return _(
        "These reports in the volume were taken back or withdrawn: %(numbers)s. Make a new version of the volume, and "
        "send that one."
    )


MAKER = Maker(
    build=build,
    warnings=warnings,
    figures=figures,
    hold=_hold,
    released_at=_released_at,
    not_released=lazy("No report in this volume has left the receiving side."),
    frozen_before_release=lazy(
        "Version %(number)d was made before its reports left the receiving side. Make a new version, and send that one."
    ),
    refusal=refusal,
)
