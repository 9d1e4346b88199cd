"""The shared pieces of a page, as template tags: ``{% load ui %}``.

The Python signature of a tag is the list of its props. Every prop is keyword-only, so a mistyped prop fails when the
template is parsed, and a tone that does not exist fails when it is rendered. Each tag has one template
(``templates/components/<name>.html``) and one style sheet (``static/css/components/<name>.css``); all of them stand
on the gallery page (``templates/gallery.html``). Tags hold no queries and no permission logic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict
from django.template import Context, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.form_problems import Problem, problems_of
from core.page_links import page_links

register = template.Library()

Text = str | Promise

TONES: Final = ("neutral", "info", "attention", "done")
ALERT_TONES: Final = ("info", "attention", "done", "error")
CHAIN_STEPS: Final = ("line", "question", "judgement", "observation", "gap", "action", "closure")

# Ratings of a receiving line, in the words of the product. The shape says the same as the letter, so that the mark
# works in grey and for people who see no colour; no rating is red or green.
RATINGS: Final[dict[str, tuple[str, Text]]] = {
    "F": ("full", _("fully covered")),
    "P": ("half", _("partly covered")),
    "N": ("none", _("not covered")),
    "-": ("open", _("not compared yet")),
    "X": ("extra", _("additional: no counterpart in the receiving standard")),
}

# The steps of the chain in order. Keys are what templates pass as ``step``.
CHAIN_LABELS: Final[dict[str, Text]] = {
    "line": _("Line of the standard"),
    "question": _("Question"),
    "judgement": _("Judgement"),
    "observation": _("Observation"),
    "gap": _("Gap"),
    "action": _("Action"),
    "closure": _("Closure"),
}

_FIELD_NAME = re.compile(r"""<(?:input|select|textarea)\b[^>]*?\bname=["']([^"']+)["']""")


def _one_of(value: str, allowed: Iterable[str], prop: str) -> str:
    """Return ``value`` if it is one of ``allowed``, else fail with a sentence that names the prop."""
    choices = tuple(allowed)
    if value not in choices:
        raise TemplateSyntaxError(f"{prop} is {value!r}; it must be one of {', '.join(choices)}.")
    return value


def _query_of(context: Context) -> QueryDict:
    """A writable copy of the query of the page that is shown (empty where there is no request)."""
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def _component(name: str, **props: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", props)


# Page furniture ---------------------------------------------------------------------------------------------------


@register.simple_block_tag
def page_header(content: SafeString, *, title: Text, lead: Text = "", eyebrow: Text = "") -> SafeString:
    """The head of a page: h1 with a lead sentence; the slot holds its actions (links and buttons) and may be empty."""
    return _component(
        "page_header", actions=content.strip() and content, title=title, lead=lead, eyebrow=eyebrow
    )


@register.simple_block_tag
def card(
    content: SafeString,
    *,
    title: Text = "",
    lead: Text = "",
    url: str = "",
    level: int = 2,
    tone: str = "plain",
    id: str = "",
) -> SafeString:
    """A bordered part of a page. ``url`` makes the title a link, ``level`` is that of the heading (2 to 4)."""
    _one_of(tone, ("plain", "soft", "marked"), "tone")
    _one_of(str(level), ("2", "3", "4"), "level")
    return _component("card", content=content, title=title, lead=lead, url=url, level=level, tone=tone, id=id)


@register.simple_block_tag
def alert(content: SafeString, *, title: Text = "", tone: str = "info", live: bool = False) -> SafeString:
    """A notice inside the page. ``live`` has it read out when it appears; ``error`` is for faults, not for ratings."""
    _one_of(tone, ALERT_TONES, "tone")
    return _component("alert", content=content, title=title, tone=tone, live=live)


@register.inclusion_tag("components/icon.html")
def icon(*, name: str) -> dict[str, Any]:
    """A small decorative picture from ``static/img/icons.svg``; the words beside it carry the meaning."""
    return {"name": name}


# States in words --------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/badge.html")
def badge(*, label: Text, tone: str = "neutral") -> dict[str, Any]:
    """A status tag with words. Tones: neutral, info, attention, done."""
    return {"label": label, "tone": _one_of(tone, TONES, "tone")}


@register.inclusion_tag("components/state_tag.html")
def state_tag(*, label: Text, tone: str = "neutral", holder: Text = "", since: Any = None) -> dict[str, Any]:
    """A state, and where known who has the ball (``holder``) and since when (``since``, a date or datetime)."""
    return {"label": label, "tone": _one_of(tone, TONES, "tone"), "holder": holder, "since": since}


@register.inclusion_tag("components/rating_mark.html")
def rating_mark(*, code: str, label: bool = False) -> dict[str, Any]:
    """The rating of a line: F, P, N, X or - (also for an empty code) as shape and letter; ``label`` adds the words."""
    known = _one_of(code or "-", RATINGS, "code")
    shape, words = RATINGS[known]
    return {"code": known, "shape": shape, "words": words, "label": label}


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(
    *, done: int, total: int, label: Text, unit: Text = "", poll_url: str = "", every: int = 2
) -> dict[str, Any]:
    """``done`` of ``total``. With ``poll_url`` htmx fetches that fragment every ``every`` seconds in place of this one;
    the fragment ends the polling by answering without ``poll_url``. A total of 0 shows that the length is unknown."""
    return {
        "done": done,
        "total": total,
        "label": label,
        "unit": unit,
        "poll_url": poll_url,
        "every": every,
        "percent": round(100 * done / total) if total else None,
    }


# Tables and lists -------------------------------------------------------------------------------------------------


@register.simple_block_tag
def data_table(
    content: SafeString,
    *,
    caption: Text,
    hide_caption: bool = False,
    stack: bool = True,
    dense: bool = False,
    id: str = "",
) -> SafeString:
    """A table; the slot holds its ``<thead>`` and ``<tbody>``. On phones each row becomes a card whose cells are named
    by their ``data-label``; ``stack=False`` keeps the grid and lets it scroll inside its own frame."""
    return _component(
        "data_table",
        content=content,
        caption=caption,
        hide_caption=hide_caption,
        stack=stack,
        dense=dense,
        id=id,
    )


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    *, title: Text, text: Text = "", action_url: str = "", action_label: Text = ""
) -> dict[str, Any]:
    """What will stand here, who does the next step, and at most one button."""
    return {"title": title, "text": text, "action_url": action_url, "action_label": action_label}


@register.simple_block_tag(takes_context=True)
def filter_bar(
    context: Context,
    content: SafeString,
    *,
    label: Text = _("Search and filter"),
    submit: Text = _("Apply"),
    target: str = "",
) -> SafeString:
    """A GET form around the search box and filters in its slot. Parameters of the page that have no field in the slot
    are kept; the page number is not. ``target`` (a CSS selector) lets htmx replace that part only."""
    names = set(_FIELD_NAME.findall(content))
    query = _query_of(context)
    query.pop("page", None)
    kept = [(key, value) for key, values in query.lists() if key not in names for value in values]
    is_set = any(value for key, values in query.lists() if key in names for value in values)
    clear = QueryDict(mutable=True)
    for key, value in kept:
        clear.appendlist(key, value)
    return _component(
        "filter_bar",
        content=content,
        label=label,
        submit=submit,
        target=target,
        kept=kept,
        clear_query="?" + clear.urlencode() if is_set else "",
    )


@register.inclusion_tag("components/search_box.html", takes_context=True)
def search_box(
    context: Context, *, label: Text = _("Search"), name: str = "q", hint: Text = ""
) -> dict[str, Any]:
    """A search field with its present value, for use inside a ``filter_bar``."""
    return {"label": label, "name": name, "hint": hint, "value": _query_of(context).get(name, "")}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, *, page: Page[Any], unit: Text = "") -> dict[str, Any]:
    """Links to the other pages of a list; search and filters stay in the links. One page alone shows the count."""
    return {"page": page, "unit": unit, **page_links(page, _query_of(context))}


@register.simple_block_tag
def task_list(content: SafeString, *, label: Text = "") -> SafeString:
    """A list of things to do; the slot holds ``task_item`` tags."""
    return _component("task_list", content=content, label=label)


@register.inclusion_tag("components/task_item.html")
def task_item(
    *, title: Text, state: Text, tone: str = "neutral", url: str = "", hint: Text = ""
) -> dict[str, Any]:
    """One thing to do with its state in words. Without ``url`` it cannot be started yet and is no link."""
    return {"title": title, "state": state, "tone": _one_of(tone, TONES, "tone"), "url": url, "hint": hint}


@register.simple_block_tag
def summary_list(content: SafeString) -> SafeString:
    """Keys and values; the slot holds ``summary_row`` tags."""
    return _component("summary_list", content=content)


@register.simple_block_tag
def summary_row(
    content: SafeString, *, key: Text, change_url: str = "", change_label: Text = _("Change")
) -> SafeString:
    """One key with its value in the slot (a dash where it is empty) and a link to change it."""
    return _component(
        "summary_row",
        content=content.strip() and content,
        key=key,
        change_url=change_url,
        change_label=change_label,
    )


@register.simple_block_tag
def timeline(content: SafeString, *, label: Text = _("History")) -> SafeString:
    """What happened, newest first; the slot holds ``timeline_item`` tags."""
    return _component("timeline", content=content, label=label)


@register.simple_block_tag
def timeline_item(content: SafeString, *, title: Text, when: Any, who: Text = "") -> SafeString:
    """One act: what, when (a date or datetime), by which office; old and new values stand in the slot."""
    return _component("timeline_item", content=content.strip() and content, title=title, when=when, who=who)


@register.simple_block_tag
def stat_tiles(content: SafeString, *, label: Text = "") -> SafeString:
    """A row of figures; the slot holds ``stat_tile`` tags."""
    return _component("stat_tiles", content=content, label=label)


@register.inclusion_tag("components/stat_tile.html")
def stat_tile(*, value: Any, label: Text, hint: Text = "", url: str = "") -> dict[str, Any]:
    """One figure with its words."""
    return {"value": value, "label": label, "hint": hint, "url": url}


# Forms ------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    *, form: BaseForm | BaseFormSet[Any] | None = None, extra: Iterable[Text] = ()
) -> dict[str, Any]:
    """All faults of a form or formset at the top of the page, each a link to its field; takes focus. Shows nothing
    where there is no fault. ``extra`` adds sentences that belong to no field."""
    problems = [Problem(str(message), "", "") for message in extra]
    if isinstance(form, BaseForm | BaseFormSet):  # an undefined template variable arrives as an empty string
        problems += problems_of(form)
    return {"problems": problems}


@register.inclusion_tag("components/form_actions.html")
def form_actions(
    *,
    primary: Text = _("Save"),
    cancel_url: str = "",
    cancel_label: Text = _("Cancel"),
    secondary: Text = "",
    secondary_name: str = "",
    secondary_value: str = "1",
    danger: bool = False,
) -> dict[str, Any]:
    """The buttons of a form: one primary, at most one secondary (sent as ``secondary_name``), a way back."""
    return {
        "primary": primary,
        "cancel_url": cancel_url,
        "cancel_label": cancel_label,
        "secondary": secondary,
        "secondary_name": secondary_name,
        "secondary_value": secondary_value,
        "danger": danger,
    }


# The chain and its evidence ---------------------------------------------------------------------------------------


@register.simple_block_tag
def chain(content: SafeString, *, label: Text = _("From the standard to the closed gap")) -> SafeString:
    """The chain from a line to the closed gap: a row on wide screens, a column on phones; holds ``chain_step`` tags."""
    return _component("chain", content=content, label=label)


@register.simple_block_tag
def chain_step(
    content: SafeString,
    *,
    step: str,
    state: Text = "",
    tone: str = "neutral",
    url: str = "",
    current: bool = False,
) -> SafeString:
    """One step of the chain (line or question, judgement, observation, gap, action, closure); an empty slot says "Not yet"."""
    return _component(
        "chain_step",
        content=content.strip() and content,
        step=_one_of(step, CHAIN_STEPS, "step"),
        label=CHAIN_LABELS[step],
        state=state,
        tone=_one_of(tone, TONES, "tone"),
        url=url,
        current=current,
    )


@register.inclusion_tag("components/bilingual.html")
def bilingual(*, english: Text, original: Text = "", lang: str = "") -> dict[str, Any]:
    """A text in English with the original beneath it, marked with its language code (th, km, lo, my)."""
    return {"english": english, "original": original, "lang": lang}


@register.inclusion_tag("components/coverage_bar.html")
def coverage_bar(
    *, f: int, p: int, n: int, open: int = 0, label: Text = "", words: bool = True
) -> dict[str, Any]:
    """How many rateable lines are F, P, N and not compared yet, drawn to scale (widths in thousandths) and in words."""
    counts = (("F", f), ("P", p), ("N", n), ("-", open))
    total = f + p + n + open
    parts, start = [], 0
    for code, count in counts:
        width = round(1000 * count / total) if total else 0
        shape, name = RATINGS[code]
        parts.append({"code": code, "shape": shape, "name": name, "count": count, "x": start, "width": width})
        start += width
    return {"parts": parts, "total": total, "label": label, "words": words}


@register.inclusion_tag("components/file_link.html")
def file_link(
    *, name: str, url: str, size: int | None = None, sha: str = "", note: Text = ""
) -> dict[str, Any]:
    """A file to download: name, size in bytes (shown in kB or MB), and the start of its SHA-256."""
    kind = name.rpartition(".")[2].upper() if "." in name else ""
    return {"name": name, "url": url, "size": size, "sha": sha, "note": note, "kind": kind}
