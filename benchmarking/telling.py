"""Who reads the history of benchmarks, judgements, verdicts, arrangements and gaps.

The rules are those of the pages (`queries.overview`, `queries.gaps`, `queries.verdicts`): how a side worded its view
before it was released stays with that side.
"""

from __future__ import annotations

from django.db.models import OuterRef, Q

from accounts.models import User
from benchmarking.models import (
    ArrangementRating,
    ArrangementReview,
    Benchmark,
    GapFinding,
    Judgement,
    LevelRow,
    PaperReview,
    Recommendation,
    SectionVerdict,
    Synonyms,
)
from benchmarking.models.benchmarks import on_receiving_side, on_sending_side
from benchmarking.queries.overview import OF_RECEIVING_VIEW
from benchmarking.states import View
from core import telling
from core.audit import TAKEN
from core.telling import NOTHING, about


def register() -> None:
    """Speak for the kinds of this app."""
    telling.register(Benchmark, benchmarks, route="benchmarking:detail")
    telling.register(Judgement, judgements)
    telling.register(SectionVerdict, verdicts)
    telling.register(GapFinding, gaps, route="benchmarking:gap")
    telling.register(ArrangementReview, reviews, route="benchmarking:review")
    telling.register(ArrangementRating, ratings)
    telling.register(LevelRow, level_rows)
    telling.register(PaperReview, paper_reviews)
    telling.register(Recommendation, recommendations)
    telling.register(Synonyms, thesaurus)


def benchmarks(user: User) -> Q:
    """Those that the person sees, without what a side did inside its own view before that view was released."""
    seen = Benchmark.objects.visible_to(user)
    sheet = Q(event="benchmark.sheet_taken")
    receiving = Q(event__in=OF_RECEIVING_VIEW) | (sheet & Q(after__view=str(View.RECEIVING.label)))
    sending = sheet & Q(after__view=str(View.SENDING.label))
    shown = about(seen.filter(released_at__lte=OuterRef("at")))
    shown_back = about(seen.filter(sending_released_at__lte=OuterRef("at")))
    of_receiving = about(seen.filter(on_receiving_side(user, "corridor")))
    of_sending = about(seen.filter(on_sending_side(user, "corridor")))
    hidden = (receiving & ~shown & ~of_receiving) | (sending & ~shown_back & ~of_sending)
    hidden |= Q(event=TAKEN) & ~of_receiving
    return about(seen) & ~hidden


def judgements(user: User) -> Q:
    """One's own side's; the versions of a line have a page of their own."""
    rows, corridor = Judgement.objects.visible_to(user), "benchmark__corridor"
    own = (on_receiving_side(user, corridor) & ~Q(view=View.SENDING)) | (
        on_sending_side(user, corridor) & Q(view=View.SENDING)
    )
    return about(rows.filter(own)) if user.country else NOTHING


def verdicts(user: User) -> Q:
    """The receiving side's from the beginning; for the others from the release of its view on."""
    seen = SectionVerdict.objects.filter(benchmark__in=Benchmark.objects.visible_to(user))
    receiving = about(seen.filter(on_receiving_side(user, "benchmark__corridor")))
    return receiving | about(seen.filter(benchmark__released_at__lte=OuterRef("at")))


def gaps(user: User) -> Q:
    """The receiving side everything; the others since the release, without the plan's rows and who took files."""
    seen = GapFinding.objects.visible_to(user)
    receiving = about(seen.filter(on_receiving_side(user, "corridor")))
    released = Q(benchmark__released_at__lte=OuterRef("at")) | Q(review__released_at__lte=OuterRef("at"))
    inside = Q(after__has_key="activity") | Q(before__has_key="activity") | Q(event=TAKEN)
    return receiving | (about(seen.filter(released)) & ~inside)


def reviews(user: User) -> Q:
    """The receiving side's alone: it tells how ratings were worded before they were released."""
    return about(ArrangementReview.objects.filter(on_receiving_side(user, "corridor")))


def ratings(user: User) -> Q:
    """As their review."""
    return about(ArrangementRating.objects.filter(on_receiving_side(user, "review__corridor")))


def level_rows(user: User) -> Q:
    """The receiving side's alone."""
    return about(LevelRow.objects.filter(on_receiving_side(user, "corridor")))


def paper_reviews(user: User) -> Q:
    """The receiving side's alone."""
    return about(PaperReview.objects.filter(on_receiving_side(user, "corridor")))


def recommendations(user: User) -> Q:
    """The receiving side's alone."""
    return about(Recommendation.objects.filter(on_receiving_side(user, "corridor")))


def thesaurus(user: User) -> Q:
    """Common to the people of all countries."""
    return about(Synonyms.objects.all()) if user.country else NOTHING
