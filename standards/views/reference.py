"""Reference data: lists for everybody, forms for those who keep them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees, signed_in
from accounts.permissions import Permission
from core.conflicts import Conflict, conflict_page
from core.fields import Filter
from core.htmx import render_page
from core.once import once
from core.pagination import page_of
from core.queries import history_of
from core.refs import make_ref
from core.states import IllegalMove
from standards import actions
from standards.forms.reference import (
    AreaForm,
    BodyFilter,
    BodyForm,
    FrameworkForm,
    KeptForm,
    LevelForm,
    OccupationForm,
)
from standards.models import FrameworkLevel, LevelFramework, Occupation, SkillArea, StandardBody
from standards.queries import reference

_GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def areas(request: SignedInRequest) -> HttpResponse:
    """Skill areas with the occupations that they cover."""
    filters = Filter(request.GET)
    page = page_of(reference.skill_areas(filters.value("q")), request)
    may = can(request.user, Permission.REFERENCE_EDIT, reference.new_area(request.user))
    return render_page(
        request, "standards/reference/areas.html", {"page": page, "filters": filters, "may": may}
    )


@require_safe
@signed_in
def occupations(request: SignedInRequest) -> HttpResponse:
    """ISCO-08 unit groups in use."""
    filters = Filter(request.GET)
    page = page_of(reference.occupations(filters.value("q")), request)
    may = can(request.user, Permission.REFERENCE_EDIT, reference.new_occupation(request.user))
    return render_page(
        request, "standards/reference/occupations.html", {"page": page, "filters": filters, "may": may}
    )


@require_safe
@signed_in
def bodies(request: SignedInRequest) -> HttpResponse:
    """Bodies that issue standards, by country."""
    filters = BodyFilter(request.GET)
    page = page_of(reference.bodies(filters.value("q"), filters.value("country")), request)
    may = can(request.user, Permission.REFERENCE_EDIT, reference.new_body(request.user))
    context = {"page": page, "filters": filters, "may": may}
    return render_page(request, "standards/reference/bodies.html", context)


@require_safe
@signed_in
def frameworks(request: SignedInRequest) -> HttpResponse:
    """Level frameworks of the region and the countries."""
    page = page_of(reference.frameworks(), request)
    may = can(request.user, Permission.REFERENCE_EDIT, reference.new_framework(request.user))
    return render_page(request, "standards/reference/frameworks.html", {"page": page, "may": may})


@require_safe
@sees(reference.framework)
def framework(request: SignedInRequest, found: LevelFramework) -> HttpResponse:
    """One framework with its levels and where they stand in the region."""
    levels = list(reference.levels_of(found))
    context = {
        "framework": found,
        "levels": levels,
        "may": can(request.user, Permission.REFERENCE_EDIT, found),
        "history": history_of(found, *levels)[:20],
    }
    return render(request, "standards/reference/framework.html", context)


def _form_page(
    request: HttpRequest,
    form: KeptForm,
    *,
    save: Callable[[], object],
    title: str,
    done: str,
    back: str,
) -> HttpResponse:
    """One form for all of them: show, save, or say what is wrong."""
    if form.is_bound and form.is_valid():
        try:
            save()
        except Conflict as conflict:
            return conflict_page(
                request, form=form, current=conflict.current, fields=_compared(form, conflict), title=title
            )
        except ValidationError as wrong:
            _explain(form, wrong)
        except IllegalMove as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, done)
            return redirect(back)
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": title, "cancel_url": back}
    return render(request, "standards/reference/form.html", context, status=status)


def _compared(form: KeptForm, conflict: Conflict) -> list[str]:
    return [name for name in form.fields if name != "revision" and hasattr(conflict.current, name)]


def _explain(form: KeptForm, wrong: ValidationError) -> None:
    for name, faults in wrong.message_dict.items():
        form.add_error(name if name in form.fields else None, faults)


def _bound(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.new_area)
@once
def area_new(request: SignedInRequest, _scope: SkillArea) -> HttpResponse:
    """A skill area of its occupations."""
    form = AreaForm(_bound(request))

    def save() -> None:
        title = form.cleaned_data["title"]
        chosen = {one.isco: one.title for one in form.cleaned_data["occupations"]}
        slug = slugify(title)[:50] or make_ref("area")[:50]
        actions.add_skill_area(slug=slug, title=title, occupations=chosen, by=request.user)

    return _form_page(
        request,
        form,
        save=save,
        title=_("New skill area"),
        done=_("The skill area is added."),
        back=reverse("standards:areas"),
    )


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.area)
def area_edit(request: SignedInRequest, area: SkillArea) -> HttpResponse:
    """Another title or other occupations."""
    form = AreaForm(_bound(request), area=area)
    return _form_page(
        request,
        form,
        save=lambda: actions.edit_skill_area(
            area=area, revision=form.cleaned_data["revision"], by=request.user, **form.values()
        ),
        title=_("Edit the skill area"),
        done=_("The skill area is saved."),
        back=reverse("standards:areas"),
    )


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.new_occupation)
@once
def occupation_new(request: SignedInRequest, _scope: Occupation) -> HttpResponse:
    """An ISCO-08 unit group."""
    form = OccupationForm(_bound(request))
    return _form_page(
        request,
        form,
        save=lambda: actions.add_occupation(by=request.user, **form.values()),
        title=_("New occupation"),
        done=_("The occupation is added."),
        back=reverse("standards:occupations"),
    )


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.occupation)
def occupation_edit(request: SignedInRequest, occupation: Occupation) -> HttpResponse:
    """Correct an occupation."""
    form = OccupationForm(_bound(request), occupation=occupation)
    return _form_page(
        request,
        form,
        save=lambda: actions.edit_occupation(
            occupation=occupation, revision=form.cleaned_data["revision"], by=request.user, **form.values()
        ),
        title=_("Edit the occupation"),
        done=_("The occupation is saved."),
        back=reverse("standards:occupations"),
    )


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.new_body)
@once
def body_new(request: SignedInRequest, scope: StandardBody) -> HttpResponse:
    """A body of one's own country."""
    form = BodyForm(_bound(request), body=scope)
    return _form_page(
        request,
        form,
        save=lambda: actions.add_body(country=scope.country, by=request.user, **form.values()),
        title=_("New standard body"),
        done=_("The body is added."),
        back=reverse("standards:bodies"),
    )


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.body)
def body_edit(request: SignedInRequest, body: StandardBody) -> HttpResponse:
    """Correct the name of a body."""
    form = BodyForm(_bound(request), body=body)
    return _form_page(
        request,
        form,
        save=lambda: actions.edit_body(
            body=body, revision=form.cleaned_data["revision"], by=request.user, **form.values()
        ),
        title=_("Edit the body"),
        done=_("The body is saved."),
        back=reverse("standards:bodies"),
    )


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.new_framework)
@once
def framework_new(request: SignedInRequest, scope: LevelFramework) -> HttpResponse:
    """A framework of one's own country, or the region's."""
    form = FrameworkForm(_bound(request))
    return _form_page(
        request,
        form,
        save=lambda: actions.add_framework(country=scope.country, by=request.user, **form.values()),
        title=_("New level framework"),
        done=_("The framework is added. Open it and add its levels, the lowest first."),
        back=reverse("standards:frameworks"),
    )


def _to_framework(found: LevelFramework) -> str:
    return reverse("standards:framework", args=[found.ref])


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.framework)
def framework_edit(request: SignedInRequest, found: LevelFramework) -> HttpResponse:
    """Correct a framework."""
    form = FrameworkForm(_bound(request), framework=found)
    return _form_page(
        request,
        form,
        save=lambda: actions.edit_framework(
            framework=found, revision=form.cleaned_data["revision"], by=request.user, **form.values()
        ),
        title=_("Edit the framework"),
        done=_("The framework is saved."),
        back=_to_framework(found),
    )


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.framework)
@once
def level_new(request: SignedInRequest, found: LevelFramework) -> HttpResponse:
    """A rung on top of the ladder."""
    form = LevelForm(_bound(request), framework=found)
    return _form_page(
        request,
        form,
        save=lambda: actions.add_level(framework=found, by=request.user, **form.values()),
        title=_("New level"),
        done=_("The level is added."),
        back=_to_framework(found),
    )


@require_http_methods(_GET_POST)
@requires(Permission.REFERENCE_EDIT, on=reference.level)
def level_edit(request: SignedInRequest, level: FrameworkLevel) -> HttpResponse:
    """Change a rung."""
    form = LevelForm(_bound(request), framework=level.framework, level=level)
    return _form_page(
        request,
        form,
        save=lambda: actions.edit_level(
            level=level, revision=form.cleaned_data["revision"], by=request.user, **form.values()
        ),
        title=_("Edit the level"),
        done=_("The level is saved."),
        back=_to_framework(level.framework),
    )


@require_POST
@requires(Permission.REFERENCE_EDIT, on=reference.level)
def level_remove(request: SignedInRequest, level: FrameworkLevel) -> HttpResponse:
    """Take a rung away."""
    try:
        actions.remove_level(level=level, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The level is removed."))
    return redirect("standards:framework", ref=level.framework.ref)
