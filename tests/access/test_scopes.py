"""PM-3: pages, forms, tasks and tags start from `visible_to`; each exception is named with its reason."""

from __future__ import annotations

import ast
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.access.matrix import REFERENCE, TABLE
from tests.access.matrix_suggestions import THESAURUS

ROOT = Path(__file__).parents[2]
OURS = (
    "accounts",
    "benchmarking",
    "core",
    "corridors",
    "missions",
    "mrs_portal",
    "questionnaires",
    "reports",
    "standards",
)
LAYERS = ("views", "forms", "tasks", "templatetags")
#: Facts that everybody may read.
PUBLIC = {"SkillArea", "Occupation", "StandardBody", "LevelFramework", "FrameworkLevel", "Synonyms"}
NARROWED = "narrowed to an object that the guard of the view has fetched"
BY_WORKER = "the worker reads the row of the job; the verb behind it asks for the rights of who began it"
#: File and model -> why a bare manager is right there.
ALLOWED = {
    (
        "accounts/entrance/forms.py",
        "User",
    ): "nobody is signed in; the answer is the same whether one is found",
    ("accounts/entrance/views.py", "EmailAddress"): "narrowed to the person's own",
    ("accounts/entrance/views.py", "Authenticator"): "narrowed to the person's own",
    ("accounts/entrance/views.py", "UserSession"): "narrowed to the person's own",
    ("benchmarking/forms/judgements.py", "Line"): NARROWED,
    ("benchmarking/views/judgements.py", "Judgement"): NARROWED,
    ("benchmarking/views/line_history.py", "Judgement"): NARROWED,
    ("benchmarking/views/verdicts.py", "Line"): NARROWED,
    ("benchmarking/views/sheets.py", "StoredFile"): "its key comes signed for this person and benchmark",
    ("benchmarking/tasks.py", "Benchmark"): BY_WORKER,
    ("reports/tasks.py", "ReportFile"): BY_WORKER,
    ("standards/tasks.py", "Intake"): BY_WORKER,
    ("missions/forms.py", "Team"): "teams of the corridors of a pilot that the person leads",
    ("missions/forms.py", "Corridor"): NARROWED,
    ("mrs_portal/administration/views.py", "RetentionRun"): "figures for the administrator, no content",
    ("standards/forms/editions.py", "Organisation"): "offices of the person's own country",
    ("standards/views/acts.py", "IntakeLine"): NARROWED,
}


def _files() -> list[Path]:
    found = [ROOT / app / f"{layer}.py" for app in OURS for layer in LAYERS]
    found += [
        file for app in OURS for layer in LAYERS for file in sorted((ROOT / app).glob(f"**/{layer}/**/*.py"))
    ]
    found += [ROOT / "accounts" / "entrance" / f"{layer}.py" for layer in ("views", "forms")]
    found += sorted((ROOT / "mrs_portal" / "administration").glob("views*.py"))
    return [file for file in found if file.is_file()]


def bare_managers(source: str) -> set[str]:
    """Models whose manager is asked for anything but `visible_to` or `none`."""
    names = {model.__name__ for model in apps.get_models()} - PUBLIC
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute) or node.attr in ("visible_to", "none", "visible_to_all"):
            continue
        manager = node.value
        if not isinstance(manager, ast.Attribute) or manager.attr not in ("objects", "_default_manager"):
            continue
        if isinstance(manager.value, ast.Name) and manager.value.id in names:
            found.add(manager.value.id)
    return found


def test_no_page_form_task_or_tag_asks_a_bare_manager() -> None:
    found = {
        (str(file.relative_to(ROOT)), name)
        for file in _files()
        for name in bare_managers(file.read_text(encoding="utf-8"))
    }

    assert sorted(found - set(ALLOWED)) == []
    assert sorted(set(ALLOWED) - found) == [], "no longer needed"


#: Apps whose objects are content of the countries; reference data are the portal's.
CONTENT = ("standards", "corridors", "benchmarking", "missions", "questionnaires", "reports")


def test_the_administrator_has_no_cell_of_content() -> None:
    """PM-20: whoever runs the portal opens no object of a country and acts on none."""
    portal = {*REFERENCE, *THESAURUS}
    found = [
        str(rule)
        for rule in TABLE
        if rule.route.partition(":")[0] in CONTENT and rule.at and rule not in portal and "adm" in rule.yes
    ]

    assert found == []
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_a_bare_manager_is_found() -> None:
    assert bare_managers("Edition.objects.filter(pk=1)") == {"Edition"}
    assert bare_managers("Edition.objects.visible_to(user).filter(pk=1)") == set()
