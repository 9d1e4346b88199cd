"""`python -m tests.inputs` prints what became of every bad input of the plan, by group and one by one."""

from __future__ import annotations

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mrs_portal.settings")
    django.setup()
    from tests.inputs.register import table

    print(table())
