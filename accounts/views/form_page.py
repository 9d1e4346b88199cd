"""One form, one verb: the page of every form of this app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.translation import gettext_lazy as _

from accounts.access import SignedInRequest
from core.states import IllegalMove

GET_POST = ["GET", "HEAD", "POST"]
#: What the breadcrumb calls the page to which a form leads back.
_BACK = {
    "accounts:person": _("Account"),
    "accounts:invitations": _("Invitations"),
    "accounts:offices": _("Offices"),
    "accounts:profile": _("My profile"),
    "accounts:team": _("Team"),
    "accounts:teams": _("Teams"),
}


def bound(request: SignedInRequest) -> Any:
    """What was sent, or nothing when the form is only shown."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: SignedInRequest,
    form: forms.Form,
    *,
    save: Callable[[], str],
    title: str,
    back: str,
    template: str = "accounts/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form, do what it says, or say what is wrong with it; what was typed stays.

    Args:
        save: does it and returns the sentence for the next page.
        back: where the person goes afterwards, or when they think better of it.
    """
    if form.is_bound and form.is_valid():
        done = attempt(form, save)
        if done is not None:
            messages.success(request, done)
            return redirect(back)
    status = 422 if form.is_bound else 200
    parent = _BACK[resolve(back).view_name]
    shown = {"form": form, "title": title, "cancel_url": back, "parent": parent, **context}
    return render(request, template, shown, status=status)


def attempt(form: forms.Form, save: Callable[[], str]) -> str | None:
    """The sentence of `save`; None when it refused, with the reasons at the fields."""
    try:
        return save()
    except ValidationError as wrong:
        faults = wrong.message_dict if hasattr(wrong, "error_dict") else {"__all__": wrong.messages}
        for name, sentences in faults.items():
            form.add_error(name if name in form.fields else None, sentences)
    except IllegalMove as refused:
        form.add_error(None, refused.message)
    return None


def pressed(request: SignedInRequest, save: Callable[[], str], back: str) -> HttpResponse:
    """A button: do it and say so, or say why not, on the page `back`."""
    try:
        messages.success(request, save())
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect(back)
