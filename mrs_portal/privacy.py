"""The register of processing: what is kept about people, whose, why, on what basis, where and how long.

The page /privacy/ shows it and `mrs_portal.retention` counts by it, so that the portal does what it says. Source of the
terms: the programme's table of retention, after the Thai Personal Data Protection Act with the GDPR as the stricter
reading. Terms are calendar months or days.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Term:
    """A time for which something is kept: whole months, or days, or hours."""

    months: int = 0
    days: int = 0
    hours: int = 0

    def before(self, now: datetime) -> datetime:
        """The moment at which what ends now began; the last day of a month stands for days that it has not."""
        years, month = divmod(now.year * 12 + now.month - 1 - self.months, 12)
        day = min(now.day, monthrange(years, month + 1)[1])
        return now.replace(year=years, month=month + 1, day=day) - timedelta(days=self.days, hours=self.hours)

    @property
    def words(self) -> str:
        """Such as "24 months" or "5 years"."""
        years, months = divmod(self.months, 12)
        if years > 2 and not months:
            return ngettext("%(number)d year", "%(number)d years", years) % {"number": years}
        if self.months:
            return ngettext("%(number)d month", "%(number)d months", self.months) % {"number": self.months}
        if self.days:
            return ngettext("%(number)d day", "%(number)d days", self.days) % {"number": self.days}
        return ngettext("%(number)d hour", "%(number)d hours", self.hours) % {"number": self.hours}


ACCOUNT_WARNED = Term(months=11)
ACCOUNT_CLOSED = Term(months=12)
ACCOUNT_ERASED = Term(months=24)
INVITATION = Term(months=3)
DRAFT_WARNED = Term(months=21)
DRAFT_BINNED = Term(months=24)
BIN = Term(days=30)
PHOTO = Term(months=24)
CONTACTS = Term(months=12)
MAIL = Term(months=3)
MAIL_TEXT = Term(days=7)
JOB = Term(months=12)
UPLOAD = Term(hours=24)
SESSION = Term(hours=12)
HISTORY = Term(months=60)
RUNS = Term(months=24)


@dataclass(frozen=True)
class Processing:
    """One line of the register."""

    what: Promise
    whose: Promise
    why: Promise
    basis: Promise
    where: Promise
    kept: Promise
    terms: tuple[Term, ...] = ()
    rules: tuple[str, ...] = ()  # codes of mrs_portal.retention.RULES that end it

    @property
    def how_long(self) -> str:
        """The sentence with its terms filled in."""
        return str(self.kept) % tuple(term.words for term in self.terms)


_TASK = _("Public task of the competent office: the agreement between the countries")
_DATABASE = _("Database of the portal")
_FILES = _("Private file store of the portal")

REGISTER: tuple[Processing, ...] = (
    Processing(
        _(
            "Accounts: e-mail address, office and function, role, teams, language, time zone, notices, password as a hash, "
            "second factor"
        ),
        _("People who work on the recognition of skills for their office"),
        _("Sign in, show who acts for which office, tell people what waits for them"),
        _TASK,
        _DATABASE,
        _(
            "Warned after %s, closed after %s, erased after %s without a sign-in; at once when the person asks and the "
            "administrator agrees"
        ),
        (ACCOUNT_WARNED, ACCOUNT_CLOSED, ACCOUNT_ERASED),
        ("accounts.warn", "accounts.close", "accounts.erase"),
    ),
    Processing(
        _("Invitations: e-mail address, office, role"),
        _("People who are invited"),
        _("Let the right person open an account"),
        _TASK,
        _DATABASE,
        _("The address goes %s after the invitation was accepted, was withdrawn or ran out"),
        (INVITATION,),
        ("invitations",),
    ),
    Processing(
        _("Sessions: device and place on the net, time of sign-in and of the last page"),
        _("People who are signed in"),
        _("Keep people signed in, and let them see and end their own sessions"),
        _("Security of the processing"),
        _DATABASE,
        _("At most %s after sign-in; removed the day after"),
        (SESSION,),
        ("sessions",),
    ),
    Processing(
        _("Counts of failed sign-ins, of searches and of downloads"),
        _("Everybody who reaches the portal"),
        _("Slow down those who try passwords or take too much"),
        _("Security of the processing"),
        _("Database and memory of the portal"),
        _("Minutes to a day; removed the day after"),
        (),
        ("counts",),
    ),
    Processing(
        _("History: which office did what and when, for whom as deputy, old and new values"),
        _("People with an account"),
        _("Show four governments that nothing was changed unseen"),
        _TASK,
        _("Database of the portal, in a chain that cannot be changed afterwards"),
        _("%s; names the office and function, never an e-mail address"),
        (HISTORY,),
        ("history",),
    ),
    Processing(
        _("Drafts of standards that were never released"),
        _("People who wrote in them, by office"),
        _("Work of a country before it is released"),
        _TASK,
        _DATABASE,
        _(
            "Warned after %s, into the bin after %s without a change, gone %s later; the history keeps that there was one"
        ),
        (DRAFT_WARNED, DRAFT_BINNED, BIN),
        ("drafts.warn", "drafts.bin"),
    ),
    Processing(
        _("Released standards, judgements, signatures, gaps, published reports"),
        _("People who signed, judged or wrote, by office and function"),
        _("The recognition of skills itself"),
        _TASK,
        _DATABASE,
        _(
            "Life of the programme and five years more, then handed to the owner countries; never removed by a rule"
        ),
    ),
    Processing(
        _("Photos of observations"),
        _("People who may be seen at work"),
        _("Show what was observed in a training or testing centre"),
        _("Consent of those who can be recognised, asked for by whoever takes the photo"),
        _FILES,
        _("%s; removed at once on request; a report that was frozen with a photo keeps it"),
        (PHOTO,),
        ("photos", "pictures"),
    ),
    Processing(
        _("Agendas and notes of missions: what people typed there, such as a telephone number"),
        _("Hosts and participants, where somebody wrote them down; the portal has no list of participants"),
        _("Organise the visit"),
        _TASK,
        _DATABASE,
        _("E-mail addresses and telephone numbers are taken out %s after the mission"),
        (CONTACTS,),
        ("contacts",),
    ),
    Processing(
        _("Mails: address, subject, time, whether it was sent"),
        _("People who get mail from the portal"),
        _("Tell people what waits for them"),
        _TASK,
        _("Database of the portal; the mail server of the operator"),
        _("The text until it is sent, or %s when nobody took it; the line %s"),
        (MAIL_TEXT, MAIL),
        ("mails", "mail-texts"),
    ),
    Processing(
        _("Background work: who asked for a reading or a report"),
        _("People who asked"),
        _("Check their rights when the work is done, and tell them"),
        _TASK,
        _DATABASE,
        _("Who asked: %s after the work ended"),
        (JOB,),
        ("jobs",),
    ),
    Processing(
        _("Files that are still arriving"),
        _("People who upload"),
        _("Go on with an upload after the line was cut"),
        _TASK,
        _FILES,
        _("%s after the time given for the upload ran out"),
        (UPLOAD,),
        ("uploads",),
    ),
    Processing(
        _(
            "Log of the portal: time, page, number of the request, faults; without e-mail addresses, searches and texts"
        ),
        _("Everybody who reaches the portal"),
        _("Find faults and attacks"),
        _("Security of the processing"),
        _("Log of the machine on which the portal runs"),
        _("90 days, by the settings of that machine"),
    ),
    Processing(
        _("What is typed and not saved yet"),
        _("People who type"),
        _("Lose nothing when the line is cut or the session ends"),
        _TASK,
        _("The person's own browser"),
        _("Until it is saved or the person signs out"),
    ),
)
