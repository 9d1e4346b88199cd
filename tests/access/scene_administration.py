"""Background work and mails of the rich world, for the administration's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.models import Job, JobState, Mail, MailState

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """One job and one mail in each state that makes a difference."""
    asked = {"name": "standards.read", "subject_id": "0", "by": scene.by("kh")}
    scene.add("job_failed", Job.objects.create(state=JobState.FAILED, failure="It broke.", **asked))
    scene.add("job_waiting", Job.objects.create(**asked))
    for name, state in (
        ("mail_waiting", MailState.WAITING),
        ("mail_lost", MailState.FAILED),
        ("mail_sent", MailState.SENT),
    ):
        text = "" if state == MailState.SENT else f"A link that nobody else may see [[{name}]]"
        person = scene.by("kh")
        mail = Mail.objects.create(
            kind="invitation", to=person.email, person=person, subject=f"[[{name}]]", text=text, state=state
        )
        scene.add(name, mail)
