"""The scene of the table of rights serves here too: every route, every form, with people who may use it."""

from __future__ import annotations

from tests.access.conftest import _fast_and_private, _files_of_the_scene, scene, visitor

__all__ = ["_fast_and_private", "_files_of_the_scene", "scene", "visitor"]
