"""Files for a draft: sent whole by a plain form, or in pieces by static/js/upload.js.

The pieces' addresses answer in JSON: {"sentence": ...} for a person, {"received": ...} for where to go on. 409 with
`received` asks for another piece, 410 and 404 for a new start.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core import chunks
from core.models import PartialState, PartialUpload
from core.states import IllegalMove
from core.troubles import takes
from standards import actions, queries, refusals
from standards.actions import LimitReached, Taken
from standards.forms import BeginForm, UploadForm
from standards.intake import Refused
from standards.models import Edition, SourceFile
from standards.queries import Arriving
from standards.views.editions import to_edition

_HASH = re.compile(r"[0-9a-f]{64}")
_STATUS = ((chunks.Ended, 410), (chunks.WrongPlace, 409), (chunks.TooMany, 429), (chunks.Damaged, 422))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_EDIT, on=queries.visible_edition)
def upload(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Files for a draft; their reading starts at once."""
    if not edition.is_draft:
        messages.error(request, _("Files can be added to a draft only. Start a new edition from this one."))
        return to_edition(edition)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*sent, usual=edition.language or "en")
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            return _after(request, edition, _take(request, edition, form))
        except Refused as refused:
            form.add_error("file", refusals.sentence(refused.code, refused.params))
        except LimitReached as reached:
            form.add_error("file", reached.message)
            status = 429 if reached.why == "day" else 422
        except IllegalMove as moved:
            messages.error(request, moved.message)
            return to_edition(edition)
    context = {
        "form": form,
        "edition": edition,
        "unfinished": queries.unfinished_uploads(request.user, edition),
        "has_lines": edition.lines.exists(),
        "cancel_url": reverse("standards:detail", args=[edition.ref]),
    }
    return render(request, "standards/upload.html", context, status=status)


def _take(request: SignedInRequest, edition: Edition, form: UploadForm) -> list[Taken]:
    data = form.cleaned_data
    return actions.take_files(
        edition=edition, files=data["file"], role=data["role"], language=data["language"], by=request.user
    )


def _after(request: SignedInRequest, edition: Edition, files: Sequence[Taken]) -> HttpResponse:
    for one in files:
        for notice in notices(one, several=len(files) > 1):
            messages.info(request, notice)
    if len(files) == 1 and files[0].intake:
        return redirect("standards:intake", ref=files[0].intake.ref)
    new = sum(1 for one in files if not one.was_there)
    if new:
        sentence = ngettext("%(count)d file is kept with the draft.", "%(count)d files are kept.", new)
        messages.success(request, sentence % {"count": new})
    return to_edition(edition)


def notices(taken: Taken, *, several: bool = False) -> list[str]:
    """What a person should know about a file that was taken."""
    found = []
    if taken.was_there:
        day = formats.date_format(timezone.localtime(taken.source.created_at), "j F Y, H:i")
        found.append(
            _("This very file was already uploaded on %(day)s; it is not stored twice.") % {"day": day}
        )
    found += [_("The same file is also kept with “%(edition)s”.") % {"edition": one} for one in taken.also_in]
    return [f"{taken.source}: {words}" for words in found] if several else found


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_edition)
def begin(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Announce a file; says where to go on, or that the file is there already."""
    form = BeginForm(request.POST, usual=edition.language or "en")
    if not form.is_valid():
        return _says(form.sentence(), 422)
    data = form.cleaned_data
    try:
        known = queries.known_file(edition, data["sha256"])
        if known:
            with known.stored.open() as content:
                return JsonResponse(
                    _answer(
                        edition,
                        actions.take_file(
                            edition=edition,
                            content=content,
                            name=known.stored.name,
                            role=data["role"],
                            language=data["language"],
                            by=request.user,
                        ),
                    )
                )
        return JsonResponse(_progress(actions.begin_upload(edition=edition, by=request.user, **data)))
    except (Refused, LimitReached, IllegalMove, chunks.ChunkRefused) as refused:
        return _refusal(refused)


@takes("application/octet-stream")
@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_upload)
def chunk(request: SignedInRequest, arriving: Arriving) -> HttpResponse:
    """The next piece: ?offset= says where it begins, the header X-Chunk-SHA256 what it is, the body is its bytes."""
    row = arriving.row
    digest = request.headers.get("X-Chunk-SHA256", "").lower()
    try:
        offset = int(request.GET.get("offset", ""))
        announced = int(request.headers.get("Content-Length") or 0)
        if announced > chunks.MAX_CHUNK_BYTES or (digest and not _HASH.fullmatch(digest)):
            raise ValueError
        content = request.body
    except (ValueError, UnreadablePostError):
        return _says(_("This piece of the file did not arrive. Send it again."), 400, received=row.received)
    if len(content) != announced:  # the line was cut
        return _says(_("This piece of the file did not arrive. Send it again."), 400, received=row.received)
    if not arriving.edition.is_draft:
        return _refusal(
            IllegalMove(_("The edition was submitted meanwhile; files are added to drafts only."))
        )
    try:
        row = actions.add_piece(upload=row, offset=offset, content=content, sha256=digest)
    except (Refused, chunks.ChunkRefused) as refused:
        return _refusal(refused)
    return JsonResponse({"received": row.received})


@require_safe
@requires(Permission.EDITION_EDIT, on=queries.visible_upload)
def state(request: SignedInRequest, arriving: Arriving) -> HttpResponse:
    """How far the file is; once it is done, what came of it."""
    row = arriving.row
    if row.state == PartialState.DONE:
        return JsonResponse(row.answer)
    if row.state == PartialState.GONE or row.expires_at <= timezone.now():
        return _says(_("This upload is over. Choose the file again to start a new one."), 410)
    return JsonResponse(_progress(row))


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_upload)
def finish(request: SignedInRequest, arriving: Arriving) -> HttpResponse:
    """Everything has been sent: the file is taken. Asked twice, it gives the same answer."""
    try:
        with chunks.finishing(arriving.row) as (row, content):
            taken = actions.take_file(
                edition=arriving.edition,
                content=content,
                name=row.name,
                role=row.note["role"],
                language=row.note["language"],
                by=request.user,
            )
            row.answer = _answer(arriving.edition, taken)
    except Refused as refused:
        chunks.give_up(upload=arriving.row)
        return _refusal(refused)
    except chunks.Ended as ended:
        arriving.row.refresh_from_db()  # it is taken already: another tab was faster, or the answer was lost
        done = arriving.row.state == PartialState.DONE
        return JsonResponse(arriving.row.answer) if done else _refusal(ended)
    except (LimitReached, IllegalMove, chunks.ChunkRefused) as no:
        return _refusal(no)
    return JsonResponse(row.answer)


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_upload)
def give_up(request: SignedInRequest, arriving: Arriving) -> HttpResponse:
    """The person does not want the rest."""
    chunks.give_up(upload=arriving.row)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({})
    messages.success(request, _("The unfinished upload is given up."))
    return redirect("standards:upload", ref=arriving.edition.ref)


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_draft_file)
def remove(request: SignedInRequest, source: SourceFile) -> HttpResponse:
    """Take a file out of a draft."""
    try:
        actions.remove_source(source=source, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The file is removed from the draft."))
    return to_edition(source.edition)


def _progress(row: PartialUpload) -> dict[str, Any]:
    return {
        "received": row.received,
        "size": row.size,
        "name": row.name,
        "piece": chunks.CHUNK_BYTES,
        "longest": chunks.MAX_CHUNK_BYTES,
        "chunk": reverse("standards:upload-chunk", args=[row.ref]),
        "state": reverse("standards:upload-state", args=[row.ref]),
        "finish": reverse("standards:upload-finish", args=[row.ref]),
        "giveUp": reverse("standards:upload-give-up", args=[row.ref]),
    }


def _answer(edition: Edition, taken: Taken) -> dict[str, Any]:
    reading = taken.intake
    url = (
        reverse("standards:intake", args=[reading.ref])
        if reading
        else reverse("standards:detail", args=[edition.ref])
    )
    return {"done": True, "url": url, "reading": bool(reading), "notices": notices(taken)}


def _refusal(why: Exception) -> JsonResponse:
    if isinstance(why, Refused):
        return _says(refusals.sentence(why.code, why.params), 422)
    if isinstance(why, LimitReached):
        return _says(why.message, 429 if why.why == "day" else 422)
    if isinstance(why, chunks.ChunkRefused):
        status = next(code for kind, code in _STATUS if isinstance(why, kind))
        return _says(why.message, status, received=why.received)
    return _says(getattr(why, "message", ""), 409)


def _says(sentence: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"sentence": sentence, **more}, status=status)
