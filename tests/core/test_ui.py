"""The shared pieces of a page: each one renders, and a mistake in its use is found."""

from __future__ import annotations

import datetime
import gzip
import importlib.util
import re
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.templatetags import ui

ROOT = Path(__file__).resolve().parents[2]

USES = {
    "page_header": (
        '{% page_header title="Standards" lead="All" eyebrow="Thailand" %}<a>New</a>{% endpage_header %}',
        "<h1>Standards</h1>",
    ),
    "card": ('{% card title="Files" level=3 %}<p>x</p>{% endcard %}', "<h3"),
    "alert": ('{% alert tone="error" live=True %}<p>x</p>{% endalert %}', 'role="alert"'),
    "icon": ('{% icon name="file" %}', "#file"),
    "badge": ('{% badge label="Draft" %}', '<span class="tag neutral">Draft</span>'),
    "state_tag": ('{% state_tag label="Returned" holder="DSD" since=day %}', "since 3 June 2019"),
    "rating_mark": ('{% rating_mark code="P" label=True %}', "partly covered"),
    "progress_bar": (
        '{% progress_bar done=3 total=12 label="Pages" poll_url="/j/1" %}',
        'hx-trigger="every 2s"',
    ),
    "data_table": (
        '{% data_table caption="Lines" %}<tbody></tbody>{% enddata_table %}',
        "<caption>Lines</caption>",
    ),
    "empty_state": ('{% empty_state title="No gaps yet" action_url="/a" action_label="Open" %}', 'href="/a"'),
    "filter_bar": ("{% filter_bar %}{% search_box %}{% endfilter_bar %}", 'role="search"'),
    "search_box": ("{% search_box %}", 'name="q"'),
    "pagination": ("{% pagination page=page %}", "Showing 3 to 4 of 9"),
    "task_list": (
        '{% task_list %}{% task_item title="Judge" state="36 to go" %}{% endtask_list %}',
        "36 to go",
    ),
    "task_item": ('{% task_item title="Judge" state="To do" url="/j" %}', '<a href="/j">Judge</a>'),
    "summary_list": ("{% summary_list %}x{% endsummary_list %}", "<dl"),
    "summary_row": ('{% summary_row key="Body" change_url="/c" %}DSD{% endsummary_row %}', "<dt>Body</dt>"),
    "timeline": ("{% timeline %}x{% endtimeline %}", "<ol"),
    "timeline_item": (
        '{% timeline_item title="Accepted" when=day who="DSD" %}{% endtimeline_item %}',
        "3 June 2019",
    ),
    "stat_tiles": ("{% stat_tiles %}x{% endstat_tiles %}", "<ul"),
    "stat_tile": ('{% stat_tile value=0 label="gaps" %}', ">0<"),
    "error_summary": ("{% error_summary form=form %}", "There is a problem"),
    "form_actions": ('{% form_actions primary="Send" cancel_url="/b" %}', 'href="/b"'),
    "chain": ("{% chain %}x{% endchain %}", "<ol"),
    "chain_step": (
        '{% chain_step step="gap" current=True %}<p>C3</p>{% endchain_step %}',
        'aria-current="step"',
    ),
    "bilingual": ('{% bilingual english="Mortar" original="បាយអរ" lang="km" %}', 'lang="km">បាយអរ'),
    "coverage_bar": ("{% coverage_bar f=2 p=1 n=1 open=0 %}", 'width="500"'),
    "file_link": ('{% file_link name="a.pdf" url="/f" size=2048 sha="abcdef0123456789" %}', "abcdef012345"),
}


class JudgementForm(forms.Form):
    """A form with a plain field, a choice of radio buttons and a fault of its own."""

    difference = forms.CharField(help_text="Less than <b>100</b> words")
    substantial = forms.ChoiceField(choices=[("1", "Yes"), ("0", "No")], widget=forms.RadioSelect)
    remark = forms.CharField(required=False)

    def clean(self) -> None:
        raise forms.ValidationError("The line was signed in the meantime.")


def render(source: str, path: str = "/list/?q=wall&team=1&page=2", **context: object) -> str:
    request = RequestFactory().get(path)
    values = {
        "request": request,
        "form": JudgementForm({}),
        "page": Paginator(range(9), 2).page(2),
        "day": datetime.date(2019, 6, 3),
        **context,
    }
    return Template("{% load ui crispy_forms_tags %}" + source).render(Context(values))


def bundler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle_static", ROOT / "scripts" / "bundle_static.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_component_stands_in_this_table():
    assert set(ui.register.tags) == set(USES)


@pytest.mark.parametrize("name", sorted(USES))
def test_component_renders(name):
    source, expected = USES[name]
    html = render(source)
    assert expected in html
    assert "style=" not in html
    assert not re.search(r"\son\w+=", html)


@pytest.mark.parametrize("name", sorted(USES))
def test_wrong_prop_fails_when_the_template_is_read(name):
    source = USES[name][0].replace("{% " + name, "{% " + name + ' colour="red"', 1)
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'colour'"):
        render(source)


@pytest.mark.parametrize("name", sorted(USES))
def test_props_are_named_never_by_place(name):
    source = USES[name][0].replace("{% " + name, "{% " + name + ' "by place"', 1)
    with pytest.raises(TemplateSyntaxError):
        render(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% badge label="x" tone="red" %}',
        '{% alert tone="danger" %}{% endalert %}',
        '{% rating_mark code="G" %}',
        "{% card level=1 %}{% endcard %}",
        '{% chain_step step="report" %}{% endchain_step %}',
    ],
)
def test_value_that_does_not_exist_fails_with_the_choices(source):
    with pytest.raises(TemplateSyntaxError, match="must be one of"):
        render(source)


def test_gallery_shows_every_component_and_renders():
    source = (ROOT / "templates" / "gallery.html").read_text(encoding="utf-8")
    missing = [name for name in ui.register.tags if "{% " + name not in source]
    assert missing == []
    html = render_to_string(
        "gallery.html", {"page": Paginator(range(9), 2).page(2)}, request=anonymous_request("/gallery/")
    )
    assert "<title> Component gallery - MRS Portal</title>" in " ".join(html.split())
    assert "style=" not in html


def anonymous_request(path: str) -> object:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=False)
    return request


def test_each_component_has_its_style_sheet_or_needs_none():
    sheets = {path.stem for path in (ROOT / "static" / "css" / "components").glob("*.css")}
    plain = {
        "icon",
        "state_tag",
        "search_box",
        "task_item",
        "summary_row",
        "timeline_item",
        "stat_tile",
        "chain_step",
    }
    assert set(ui.register.tags) - plain <= sheets


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "500"])
def test_error_page_renders_without_a_request(name):
    html = render_to_string(f"{name}.html")
    assert "MRS Portal" in html
    assert "<h1>" in html


def test_text_from_people_is_escaped_in_every_prop():
    evil = "<script>x</script>"
    html = render(
        "{% page_header title=t lead=t eyebrow=t %}{% endpage_header %}{% badge label=t %}"
        "{% bilingual english=t original=t|add:'x' lang=t %}"
        "{% empty_state title=t text=t %}{% file_link name=t url=t note=t %}{% stat_tile value=t label=t %}"
        "{% summary_row key=t %}{{ t }}{% endsummary_row %}"
        "{% timeline_item title=t when=day who=t %}{{ t }}{% endtimeline_item %}",
        t=evil,
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 12


def test_error_summary_links_each_fault_to_its_control():
    html = render("{% error_summary form=form %}")
    assert "The line was signed in the meantime." in html
    assert 'href="#id_difference"' in html
    assert 'href="#id_substantial_0"' in html
    assert "autofocus" in html


def test_error_summary_is_silent_without_faults():
    assert render("{% error_summary form=form %}", form=JudgementForm()).strip() == ""
    assert render("{% error_summary form=nothing %}").strip() == ""


def test_error_summary_reads_formsets():
    formset = forms.formset_factory(JudgementForm, extra=0, min_num=1, validate_min=True)
    bound = formset({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-difference": "x"})
    html = render("{% error_summary form=form %}", form=bound)
    assert 'href="#id_form-0-substantial_0"' in html


def test_form_field_stands_in_the_order_label_hint_fault_control_and_escapes_the_hint():
    html = render("{{ form|crispy }}")
    field = html[html.index('id="div_id_difference"') :]
    places = [
        field.index(part)
        for part in ("<label", 'id="id_difference_helptext"', 'id="id_difference_error"', "<input")
    ]
    assert places == sorted(places)
    assert "&lt;b&gt;100&lt;/b&gt;" in field
    assert "(optional)" in html[html.index('id="div_id_remark"') :]
    assert 'aria-describedby="id_difference_helptext id_difference_error"' in field


def test_filter_bar_keeps_other_parameters_and_drops_the_page():
    html = render("{% filter_bar %}{% search_box %}{% endfilter_bar %}")
    assert '<input type="hidden" name="team" value="1">' in html
    assert 'type="hidden" name="q"' not in html
    assert 'name="page"' not in html
    assert 'value="wall"' in html
    assert 'href="?team=1"' in html


def test_filter_bar_offers_no_clearing_where_nothing_is_set():
    html = render("{% filter_bar %}{% search_box %}{% endfilter_bar %}", path="/list/?team=1")
    assert "Clear" not in html


def test_pagination_keeps_search_and_filters():
    html = render("{% pagination page=page %}")
    assert 'href="?q=wall&amp;team=1&amp;page=3" rel="next"' in html
    assert html.count('aria-current="page"') == 1


def test_rating_marks_say_shape_letter_and_words_without_colour_of_judgement():
    for code in ("F", "P", "N", "X"):
        html = render("{% rating_mark code=code %}", code=code)
        assert f">{code}<" in html
    assert "not compared yet" in render('{% rating_mark code="" %}')
    css = (ROOT / "static" / "css" / "components" / "rating_mark.css").read_text()
    assert not re.search(r"red|green", css)


def test_coverage_parts_fill_the_bar_for_any_counts():
    parts = ui.coverage_bar(f=1, p=1, n=1, open=4)["parts"]
    assert abs(sum(part["width"] for part in parts) - 1000) <= 2
    assert "no lines to compare" in render("{% coverage_bar f=0 p=0 n=0 %}")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("#1b2733", "#ffffff"),
        ("#4d5d6c", "#ffffff"),
        ("#4d5d6c", "#f4f7f9"),
        ("#4d5d6c", "#e4eff4"),
        ("#0b5575", "#ffffff"),
        ("#0b5575", "#e4eff4"),
        ("#a3211b", "#ffffff"),
        ("#6b4100", "#fdf3df"),
        ("#c9dbe8", "#12304d"),
        ("#2f3e4c", "#e6ebef"),
        ("#07445f", "#d5e8f1"),
        ("#5c3700", "#fbe6bd"),
        ("#ffffff", "#55707f"),
    ],
)
def test_colours_of_text_reach_the_contrast_of_wcag_aa(front, back):
    css = "".join(path.read_text() for path in (ROOT / "static" / "css").rglob("*.css")) + "#ffffff"
    assert front in css
    assert back in css
    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_styles_and_scripts_of_every_page_stay_small():
    if not (ROOT / "static_build" / "vendor" / "bootstrap.min.css").exists():
        pytest.skip("static_build is empty: run scripts/assets.py")
    made = bundler()
    # A third of what a first page may weigh on a weak line (75 kB), for all pages together.
    assert len(gzip.compress(made.style_sheet().encode(), 9)) <= 24_000
    assert len(gzip.compress(made.script().encode(), 9)) <= 5_000


def test_trimming_keeps_what_pages_use_and_drops_what_needs_javascript():
    made = bundler()
    css = made.trim(
        ".btn{a:b}.modal,.btn:hover{a:b}.carousel-item{a:b}@media (min-width:768px){.col-md-6{a:b}.mt-md-2{a:b}}"
        "@media (min-width:1400px){.col-xxl-6{a:b}}[data-bs-theme=dark]{a:b}.pe-3{a:b}.text-end{a:b}"
    )
    assert css == ".btn{a:b}.btn:hover{a:b}@media (min-width:768px){.col-md-6{a:b}}.pe-3{a:b}.text-end{a:b}"
