"""Background work of the standards app: reading an uploaded file, emptying the bin."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.access import can
from accounts.permissions import Permission
from core import rounds
from core.children import ChildFailed
from core.jobs import JobFailed, JobRun, handler
from core.states import IllegalMove
from standards import actions
from standards.models import Intake
from standards.reading import Refusal, read_stored
from standards.states import IntakeState


@handler("standards.read")
def read(job: JobRun) -> None:
    """Read the file of an intake in a child process and store the candidate lines, or why there are none.

    Raises:
        JobFailed: the person lost the right, the edition was submitted, or the file is gone: no retry helps.
    """
    intake = Intake.objects.select_related("edition__standard", "source__stored").get(pk=job.subject_id)
    _check(job, intake)
    if intake.stored is None:
        raise JobFailed(_("There is no file to read."))
    try:
        result = read_stored(
            intake.stored,
            on_progress=lambda done, total, _text: job.progress(done, total, _("Reading the pages")),
            check=job.check,
        )
    except FileNotFoundError as missing:
        raise JobFailed(_("The stored file is missing. Upload it again.")) from missing
    except ChildFailed as broken:
        if broken.reason == "killed":
            raise  # from outside: the job is tried again
        raise JobFailed(
            _(
                "The reading broke off; this is a fault of the portal, not of your file. Try again; if it happens "
                "again, fill in the XLSX template and upload that."
            )
        ) from broken
    _check(job, intake)
    try:
        with job.settling():
            if isinstance(result, Refusal):
                actions.refuse_reading(intake=intake, refusal=result, by=job.by)
            else:
                actions.store_reading(intake=intake, result=result, by=job.by)
    except IllegalMove as moved:
        raise JobFailed(moved.message) from moved


def _check(job: JobRun, intake: Intake) -> None:
    """The person may still do this, and there is still something to do."""
    intake.refresh_from_db(fields=["state"])
    intake.edition.refresh_from_db(fields=["state", "binned_at"])
    if intake.state != IntakeState.READING:
        raise JobFailed(_("This reading was ended meanwhile."))
    if job.by is None or not can(job.by, Permission.EDITION_EDIT, intake.edition):
        raise JobFailed(_("The person who asked for this reading may no longer change the edition."))
    if intake.edition.binned_at:
        raise JobFailed(_("The draft was thrown away meanwhile. Restore it and try again."))
    if not intake.edition.is_draft:
        raise JobFailed(_("The edition was submitted meanwhile, so its lines can no longer be changed."))


rounds.register("standards.empty_bin", actions.empty_bin)
