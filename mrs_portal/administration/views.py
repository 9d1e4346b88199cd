"""Pages of the administration."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Home, SignedInRequest, requires
from accounts.access import home as home_scope
from accounts.actions.erasing import erase_person
from accounts.permissions import Permission
from accounts.queries.own_data import erasure_asked_at, traces_of
from core.htmx import render_page
from core.pagination import page_of
from core.queries import browser_reports
from core.states import IllegalMove
from mrs_portal.administration import actions, queries
from mrs_portal.administration.forms import JobFilter, MailFilter
from mrs_portal.administration.queries import JobInHand, MailInHand, PersonInHand
from mrs_portal.models import RetentionRun
from mrs_portal.retention import RULES


@require_safe
@requires(Permission.PORTAL_RUN, on=home_scope)
def home(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """What waits for the administrator, and the way to every part of the administration."""
    context = {"waiting": queries.waiting_for_the_administrator()}
    return render_page(request, "administration/home.html", context)


@require_safe
@requires(Permission.PORTAL_RUN, on=home_scope)
def health(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """How each part of the portal stands at this moment."""
    found = queries.health()
    context = {
        "readings": found,
        "is_well": all(one.ok for one in found),
        "versions": queries.versions(),
        "reports": browser_reports()[:50],
        "now": timezone.now(),
    }
    return render_page(request, "administration/health.html", context)


@require_safe
@requires(Permission.PORTAL_RUN, on=home_scope)
def retention(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """What the portal let go of, day by day."""
    page = page_of(RetentionRun.objects.all(), request, size=20)
    rules = {rule.code: rule.words for rule in RULES}
    runs = [
        (run, [(rules.get(code, code), number) for code, number in run.counts.items() if number])
        for run in page.object_list
    ]
    failed = {run.pk: [rules.get(code, code) for code in run.failed] for run in page.object_list}
    context = {"page": page, "runs": [(run, done, failed[run.pk]) for run, done in runs], "rules": RULES}
    return render_page(request, "administration/retention.html", context)


@require_safe
@requires(Permission.PORTAL_RUN, on=home_scope)
def jobs(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """Background jobs: what waits and since when, what runs, what failed and why."""
    filters = JobFilter(request.GET)
    found = queries.jobs(
        request.user,
        query=filters.value("q"),
        state=filters.value("state"),
        work=filters.value("work"),
        days=filters.value("asked"),
    )
    context = {"page": page_of(found, request), "filters": filters, "queue": queries.queue()}
    return render_page(request, "jobs.html", context)


@require_POST
@requires(Permission.PORTAL_RUN, on=queries.job_in_hand)
def retry_job(request: SignedInRequest, scope: JobInHand) -> HttpResponse:
    """Have the work done again."""
    try:
        actions.retry_job(job=scope.job, by=request.user)
        messages.success(request, _("The work waits for a worker again."))
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("jobs")


@require_POST
@requires(Permission.PORTAL_RUN, on=queries.job_in_hand)
def cancel_job(request: SignedInRequest, scope: JobInHand) -> HttpResponse:
    """Stop the work."""
    try:
        actions.cancel_job(job=scope.job, by=request.user)
        messages.success(request, _("The work is cancelled. Whoever asked for it can ask again."))
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("jobs")


@require_safe
@requires(Permission.PORTAL_RUN, on=home_scope)
def mails(request: SignedInRequest, _scope: Home) -> HttpResponse:
    """Mails that wait, were sent or were given up; never their texts."""
    filters = MailFilter(request.GET)
    found = queries.mails(
        request.user, query=filters.value("q"), state=filters.value("state"), kind=filters.value("kind")
    )
    return render_page(
        request, "administration/mails.html", {"page": page_of(found, request), "filters": filters}
    )


@require_POST
@requires(Permission.PORTAL_RUN, on=queries.mail_in_hand)
def send_again(request: SignedInRequest, scope: MailInHand) -> HttpResponse:
    """Try to send the mail now."""
    try:
        actions.send_again(mail=scope.mail, by=request.user)
        messages.success(request, _("The mail is tried again within seconds."))
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("administration:mails")


@require_POST
@requires(Permission.PORTAL_RUN, on=queries.mail_in_hand)
def give_up(request: SignedInRequest, scope: MailInHand) -> HttpResponse:
    """Do not try to send the mail any more."""
    try:
        actions.give_up(mail=scope.mail, by=request.user)
        messages.success(request, _("The mail is given up and its text removed."))
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("administration:mails")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PORTAL_RUN, on=queries.person_in_hand)
def erase(request: SignedInRequest, scope: PersonInHand) -> HttpResponse:
    """What goes and what stays when a person's data are erased; and the erasing."""
    person = scope.person
    if request.method == "POST":
        try:
            erase_person(person=person, by=request.user)
            messages.success(request, _("The data of this person are erased and the account is closed."))
        except IllegalMove as refused:
            messages.error(request, refused.message)
        return redirect("administration:home")
    context = {"person": person, "traces": traces_of(person), "asked_at": erasure_asked_at(person)}
    return render_page(request, "administration/erase.html", context)
