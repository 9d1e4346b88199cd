"""Addresses of the accounts app."""

from __future__ import annotations

from django.urls import path

from accounts.views import accepting, entering, inviting, kept, people, profile

app_name = "accounts"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<slug:ref>/", people.person, name="person"),
    path("people/<slug:ref>/edit/", people.edit, name="person-edit"),
    path("people/<slug:ref>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<slug:ref>/reactivate/", people.reactivate, name="reactivate"),
    path("people/<slug:ref>/lift-pause/", entering.lift_pause, name="lift-pause"),
    path("people/<slug:ref>/remove-factor/", entering.remove_factor, name="remove-factor"),
    path("people/<slug:ref>/deputy/", people.deputy, name="deputy"),
    path("people/<slug:ref>/deputy/end/", people.end_deputy, name="deputy-end"),
    path("people/<slug:ref>/hand-over/", inviting.hand_over, name="hand-over"),
    path("invitations/", inviting.invitations, name="invitations"),
    path("invitations/new/", inviting.invite, name="invite"),
    path("invitations/<slug:ref>/again/", inviting.send_again, name="invitation-again"),
    path("invitations/<slug:ref>/withdraw/", inviting.withdraw, name="invitation-withdraw"),
    path("invitation/<slug:secret>/", accepting.invitation, name="invitation"),
    path("invitation/<slug:secret>/again/", accepting.ask_again, name="invitation-ask"),
    path("offices/", kept.offices, name="offices"),
    path("offices/new/", kept.office_new, name="office-new"),
    path("offices/<slug:ref>/edit/", kept.office_edit, name="office-edit"),
    path("offices/<slug:ref>/close/", kept.office_close, name="office-close"),
    path("offices/<slug:ref>/reopen/", kept.office_reopen, name="office-reopen"),
    path("teams/", kept.teams, name="teams"),
    path("teams/new/", kept.team_new, name="team-new"),
    path("teams/<slug:ref>/", kept.team, name="team"),
    path("teams/<slug:ref>/rename/", kept.team_rename, name="team-rename"),
    path("teams/<slug:ref>/remove/", kept.team_remove, name="team-remove"),
    path("profile/", profile.profile, name="profile"),
    path("profile/language/", profile.language, name="profile-language"),
    path("profile/notices/", profile.notices, name="profile-notices"),
    path("profile/deputy/", profile.own_deputy, name="profile-deputy"),
    path("profile/deputy/end/", profile.end_own_deputy, name="profile-deputy-end"),
]
