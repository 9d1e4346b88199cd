"""Budgets and habits that a reviewer would otherwise have to watch for."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from core.events import known
from tests.architecture.code import APPS, ROOT, parsed, sources

MAX_LINES = 400
#: Fields whose choices are a closed list that the database must hold too.
_CLOSED = ("state", "kind", "role", "view", "rating", "severity", "effect")


def test_no_file_grows_past_its_budget() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MAX_LINES
    }

    assert long == {}


def test_every_line_of_the_history_has_its_words() -> None:
    recorded = set()
    for path in sources():
        for node in ast.walk(parsed(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "record"
                and node.args
            ):
                event = node.args[0]
                recorded.update(
                    constant.value
                    for constant in ast.walk(event)
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
                )

    assert recorded - known() == set()


def test_the_database_knows_every_closed_list() -> None:
    open_lists = []
    for model in apps.get_models():
        if model._meta.app_label not in APPS:
            continue
        checked = " ".join(str(getattr(c, "condition", "")) for c in model._meta.constraints)
        for field in model._meta.concrete_fields:
            if field.name in _CLOSED and field.choices and f"'{field.name}__in'" not in checked:
                open_lists.append(f"{model.__name__}.{field.name}")

    assert open_lists == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_migrations_of_an_app_form_one_line() -> None:
    graph = MigrationLoader(None).graph

    forks = {app: leaves for app in APPS if len(leaves := graph.leaf_nodes(app)) > 1}

    assert forks == {}


def test_pages_hold_no_inline_script_or_style() -> None:
    offenders = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "pdf" in path.parts:  # paper, not a page: rendered without scripts, under its own closed fetcher
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text):
            offenders.append(str(path.relative_to(ROOT)))

    assert offenders == []


#: What may stand in a template between tags without being a word: punctuation, arrows, figures.
_TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)
_TRANSLATED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
#: The same in every language: the product's name, formats, keys of the keyboard, weeks of the plan.
_NAMES = re.compile(r"\b(MRS Portal|SHA-256|PDF|XLSX|DOCX|CSV|Enter|Esc|WK[1-4])\b")
_CLASS_BLOCKS = re.compile(r"{% block \w+_class %}.*?{% endblock( \w+)? %}", re.DOTALL)
#: The gallery shows sample texts to developers; server errors must not depend on translations.
#: 500 and 503 stand where the language of the reader cannot be asked for any more.
_NOT_FOR_READERS = {"templates/gallery.html", "templates/500.html", "templates/503.html"}


def test_every_word_on_a_page_can_be_translated() -> None:
    untranslated = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        name = str(path.relative_to(ROOT))
        if name in _NOT_FOR_READERS:
            continue
        text = path.read_text(encoding="utf-8")
        for translated in (_COMMENT, _TRANSLATED, _CLASS_BLOCKS, _TAGS, _MARKUP, _NAMES):
            text = translated.sub("\n", text)
        loose = [word.strip() for word in text.splitlines() if re.search(r"[^\W\d_]{2,}", word)]
        if loose:
            untranslated[name] = loose[:3]

    assert untranslated == {}
