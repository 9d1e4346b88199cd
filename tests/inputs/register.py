"""All 302 bad inputs of the plan of tests: where each is proved, or why it does not apply.

A place is a file, or `file::test`, or `file::beginning_of_the_names_of_several_`; tests/inputs/test_register.py holds
that it exists. Hostile files have a table of their own (tests/standards/hostile), from which their lines here are taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Letter -> (name of the group, how many cases).
GROUPS = {
    "U": ("uploads in general", 42),
    "P": ("PDF", 22),
    "D": ("DOCX", 18),
    "X": ("XLSX", 34),
    "C": ("CSV", 24),
    "J": ("CASE packages", 26),
    "F": ("forms", 44),
    "L": ("addresses, filters, headers", 34),
    "T": ("text and printing of reports", 26),
    "A": ("sign-in and sessions", 24),
    "M": ("mail", 8),
}


@dataclass(frozen=True)
class Proof:
    """What became of a case: where it is proved, or why it does not apply."""

    places: tuple[str, ...] = ()
    reason: str = ""

    @property
    def outcome(self) -> str:
        """One of three words for the table."""
        if not self.places:
            return "does not apply"
        return "proved here" if self.places[0].startswith("tests/inputs/") else "proved elsewhere"


def by(*places: str) -> Proof:
    """Proved by these tests."""
    return Proof(tuple(place if place.startswith("tests/") else f"tests/inputs/{place}" for place in places))


def no(reason: str) -> Proof:
    """Does not apply, and why."""
    return Proof(reason=reason)


TEXTS = "test_texts.py::test_text_fields_take_or_refuse_odd_texts"
BLANK = "test_texts.py::test_a_required_text_cannot_be_invisible"
REQUESTS, ADDRESSES, TROUBLES, MAILS = (
    "test_requests.py",
    "test_addresses.py",
    "test_troubles.py",
    "test_mails.py",
)
FILES = "tests/core/test_files.py"
SENDER = "tests/standards/test_uploads.py"
LIVE_UPLOADS = "tests/live/test_uploads.py"
ROUND_TRIP = "tests/standards/test_roundtrip.py"
CASE, CASE_HOSTILE = "tests/standards/test_case.py", "tests/standards/test_case_hostile.py"
PDF, RENDERING = "tests/reports/test_pdf.py", "tests/reports/test_rendering.py"
SIGNING, SESSIONS = "tests/accounts/test_signing_in_cases.py", "tests/accounts/test_session_cases.py"
BROKEN_FORM = "test_troubles.py::test_a_broken_form_with_files_gets_a_page"
NO_SCANNER = "the portal has no virus scanner: it never opens a file as a program and refuses active content (decision 0007)"
NO_MARKUP = (
    "no text of a person becomes markup, so that none of this can be reached; the size of texts is limited"
)

UPLOADS = {
    "U-01": by(f"{REQUESTS}::test_a_form_takes_each_field_once_and_none_that_it_did_not_ask_for", SENDER),
    "U-05": by(
        "tests/live/test_chunks.py::test_u04_the_largest_file_arrives_whole_and_a_byte_more_is_refused"
    ),
    "U-06": by(f"{TROUBLES}::test_more_text_than_the_portal_takes_is_413", "tests/core/test_uploads.py"),
    "U-22": no("the type that a browser names is never looked at: what a file is is decided by its content"),
    "U-26": no(NO_SCANNER),
    "U-27": by(
        SENDER, "tests/browser/test_upload.py::test_the_same_file_again_is_recognised_without_sending_it"
    ),
    "U-28": by(f"{FILES}::test_the_same_bytes_of_two_countries_are_two_rows_over_one_content"),
    "U-29": by(f"{FILES}::test_what_is_stored_comes_back_byte_for_byte"),
    "U-30": by(f"{TROUBLES}::test_101_files_are_refused_in_a_sentence", SENDER),
    "U-31": by(f"{TROUBLES}::test_more_fields_than_the_portal_takes_are_refused_in_a_sentence"),
    "U-32": by(BROKEN_FORM),
    "U-33": by(BROKEN_FORM),
    "U-34": by(BROKEN_FORM),
    "U-35": by("tests/live/test_chunks.py::test_u35_a_plain_form_that_is_cut_half_way_leaves_nothing"),
    "U-36": by(SENDER, "tests/live/test_chunks.py"),
    "U-37": by(SENDER),
    "U-38": by(SENDER),
    "U-39": by(SENDER),
    "U-40": by(SENDER),
    "U-41": by(SENDER),
    "U-42": no(NO_SCANNER),
}
DOCUMENTS = {
    "D-17": by("tests/standards/test_zawgyi.py"),
    "D-18": no("there is no template in DOCX; renamed headings of the spreadsheet are X-16"),
}
SHEETS = {
    "X-21": by(f"{ROUND_TRIP}::test_x17_x21_any_lines_come_back_equal_from_a_spreadsheet"),
    "X-22": by(f"{ROUND_TRIP}::test_x22_characters_that_cannot_be_stored_are_replaced_and_noted"),
    "X-26": no("no sheet names its parent: the tree follows from the order and kind of the rows"),
    "X-30": by("tests/standards/test_confirm.py", "tests/benchmarking/test_sheets.py"),
    "X-31": by(f"{ROUND_TRIP}::test_x31_a_file_of_another_standard_is_taken_as_new_lines_and_that_is_said"),
    "X-32": by(
        f"{ROUND_TRIP}::test_x32_keys_of_another_country_in_the_hidden_column_touch_nothing_and_are_recorded"
    ),
    "X-34": by("tests/standards/test_zawgyi.py", "tests/core/test_zawgyi.py"),
}
GUARDED = by(f"{ROUND_TRIP}::test_what_a_spreadsheet_program_takes_for_a_formula_gets_a_tab")
TABLES = {
    **dict.fromkeys(("C-11", "C-12", "C-13", "C-14"), GUARDED),
    "C-15": by(f"{ROUND_TRIP}::test_c15_what_is_no_formula_stays_as_it_is"),
    "C-16": by(f"{ROUND_TRIP}::test_c16_any_lines_come_back_equal_from_csv"),
    "C-23": by(f"{ROUND_TRIP}::test_c23_a_file_that_changes_after_the_preview_is_another_reading"),
    "C-24": by(f"{ROUND_TRIP}::test_c24_confirming_twice_writes_once"),
}
PACKAGES = {f"J-{number:02d}": by(CASE_HOSTILE) for number in range(1, 27)} | {
    f"J-{number}": by(CASE) for number in (10, 11, 12, 18, 24)
}
FORMS = {
    "F-01": by(TEXTS),
    "F-02": by(
        f"{ADDRESSES}::test_a_search_for_anything_is_answered_quickly",
        "tests/standards/test_search.py::test_hostile_searches_are_taken_literally",
    ),
    "F-03": by(BLANK, "test_filters.py::test_what_nobody_can_see_is_no_text"),
    "F-04": by(TEXTS, f"{TROUBLES}::test_more_text_than_the_portal_takes_is_413"),
    "F-05": by(TEXTS),
    "F-06": by(TEXTS),
    "F-07": by("test_filters.py::test_one_name_in_two_spellings_is_one_name"),
    "F-08": by("tests/standards/test_search.py::test_two_spellings_that_look_the_same_are_the_same"),
    "F-09": by("tests/standards/test_zawgyi.py", "tests/core/test_zawgyi.py"),
    "F-10": by(TEXTS),
    "F-11": by("test_filters.py::test_letters_of_every_plane_are_kept"),
    "F-12": by(f"{REQUESTS}::test_a_value_outside_the_choices_changes_nothing"),
    "F-13": by(f"{REQUESTS}::test_a_value_outside_the_choices_changes_nothing", MAILS),
    "F-14": no("no form asks for a telephone number"),
    "F-15": by("tests/questionnaires/test_actions.py::test_evidence_is_a_known_kind_of_file_or_an_address"),
    "F-16": by("test_filters.py::test_words_around_a_field_are_never_markup"),
    "F-17": by("test_filters.py::test_words_around_a_field_are_never_markup", TEXTS),
    "F-18": by(f"{REQUESTS}::test_a_value_outside_the_choices_changes_nothing"),
    "F-19": by(
        "tests/access/test_matrix.py", f"{REQUESTS}::test_a_value_outside_the_choices_changes_nothing"
    ),
    "F-20": by(f"{REQUESTS}::test_a_form_takes_each_field_once_and_none_that_it_did_not_ask_for"),
    "F-21": no("the portal has no formsets: rows are saved one by one"),
    "F-22": by(f"{REQUESTS}::test_a_form_takes_each_field_once_and_none_that_it_did_not_ask_for"),
    "F-23": by(
        "tests/benchmarking/test_gap_bulk.py::test_a_gap_that_one_does_not_see_is_not_there_for_a_change_either"
    ),
    "F-24": by(
        "tests/benchmarking/test_gap_bulk.py::test_what_makes_no_sense_is_refused_with_ticks_and_choices_kept"
    ),
    "F-25": by(
        "tests/reports/test_views.py::test_a_move_that_is_not_possible_is_a_message_and_changes_nothing",
        "tests/core/test_states.py",
    ),
    "F-26": by(
        "tests/reports/test_withdrawing.py::test_the_person_who_asked_can_only_take_it_back",
        "tests/reports/test_life.py::test_nobody_sends_or_decides_on_a_version_that_they_have_not_seen",
    ),
    "F-27": by(f"{REQUESTS}::test_a_form_that_was_open_too_long_comes_back_with_everything_typed"),
    "F-28": by(
        f"{REQUESTS}::test_what_another_site_made_up_is_neither_done_nor_shown",
        f"{REQUESTS}::test_a_form_of_another_site_is_refused_even_with_a_token",
    ),
    "F-29": by(f"{REQUESTS}::test_looking_at_an_address_that_takes_a_form_does_nothing"),
    "F-30": by(f"{REQUESTS}::test_no_other_method_does_anything_anywhere"),
    "F-31": by(
        f"{REQUESTS}::test_a_body_that_is_no_form_is_refused",
        f"{REQUESTS}::test_odd_kinds_of_bodies_get_a_page",
    ),
    "F-32": by(f"{REQUESTS}::test_a_form_takes_each_field_once_and_none_that_it_did_not_ask_for"),
    "F-33": by(
        f"{REQUESTS}::test_a_value_outside_the_choices_changes_nothing", "tests/questionnaires/test_values.py"
    ),
    "F-34": by("tests/core/test_dates.py", f"{REQUESTS}::test_a_value_outside_the_choices_changes_nothing"),
    "F-35": no("no form asks for money"),
    "F-36": by("tests/core/test_conflicts.py", "tests/live/races/cases/editing.py"),
    "F-37": by(
        f"{REQUESTS}::test_whoever_is_no_longer_signed_in_finds_the_text_to_copy",
        "tests/core/test_middleware.py",
    ),
    "F-38": by(f"{TROUBLES}::test_a_refusal_keeps_the_drafts_of_the_browser"),
    "F-39": by("tests/core/test_once.py::test_the_second_press_leads_to_what_the_first_made"),
    "F-40": by("tests/core/test_once.py::test_the_second_press_leads_to_what_the_first_made"),
    "F-41": no("drafts stay in the browser and never overwrite what was saved: they are only offered"),
    "F-42": by(
        "tests/questionnaires/test_views.py::test_of_a_heading_what_is_sound_is_saved_and_the_rest_comes_back"
    ),
    "F-43": by("tests/browser/test_without_scripts.py"),
    "F-44": by("tests/browser/test_pages.py::test_main_pages_fit_every_screen_and_have_no_barrier"),
}
UNASKED = f"{ADDRESSES}::test_what_a_list_does_not_ask_for_changes_nothing_in_it"
NEVER = f"{ADDRESSES}::test_a_reference_that_never_existed_is_not_found"
NOTHING = f"{ADDRESSES}::test_there_is_nothing_at_the_addresses_that_people_try"
HEADERS = f"{ADDRESSES}::test_odd_headers_cost_no_time_and_change_nothing"
RAW = "test_raw_requests.py::test_a_request_that_no_browser_sends_is_refused_and_the_next_one_is_answered"
LINKS = {
    "L-01": by("tests/access/test_matrix.py::test_what_one_may_not_see_answers_as_what_is_not_there"),
    "L-02": by(NEVER),
    "L-03": by(NEVER, "tests/access/test_matrix.py"),
    "L-04": by(f"{ADDRESSES}::test_an_address_that_answers_a_page_answers_a_whole_one", TEXTS),
    "L-05": by(
        f"{ADDRESSES}::test_a_page_without_its_last_stroke_or_in_capitals_leads_there_once_or_nowhere"
    ),
    "L-06": by(f"{ADDRESSES}::test_endless_addresses_are_refused_before_anything_is_read"),
    "L-07": by(NOTHING),
    "L-08": by(NEVER, "tests/core/test_logs.py::test_l_08_nothing_that_was_sent_breaks_or_colours_the_line"),
    "L-09": by(UNASKED),
    "L-10": by(UNASKED, "test_filters.py::test_any_filter_of_any_list_is_answered_by_a_page"),
    "L-11": by(UNASKED, "test_filters.py::test_any_filter_of_any_list_is_answered_by_a_page"),
    "L-12": by(f"{ADDRESSES}::test_a_search_for_anything_is_answered_quickly"),
    "L-13": by(
        "tests/standards/test_search.py::test_hits_counts_and_suggestions_are_of_what_the_person_sees"
    ),
    "L-14": by(f"{ADDRESSES}::test_a_page_that_is_not_there_is_the_nearest_one"),
    "L-15": by(UNASKED),
    "L-16": by(f"{ADDRESSES}::test_sign_in_leads_nowhere_else"),
    "L-17": by(UNASKED),
    "L-18": by("tests/benchmarking/test_gap_views.py::test_every_act_is_done_refused_or_hidden_by_role"),
    "L-19": by(HEADERS),
    "L-20": by(HEADERS),
    "L-21": by(f"{ADDRESSES}::test_a_name_that_is_not_ours_is_refused"),
    "L-22": by(RAW),
    "L-23": by(RAW),
    "L-24": by(HEADERS),
    "L-25": by(NOTHING),
    "L-26": by(f"{FILES}::test_a_download_is_an_attachment_that_the_browser_does_not_interpret"),
    "L-27": by("tests/mrs_portal/test_observatory.py"),
    "L-28": by(
        "tests/reports/test_views.py::test_rights_are_checked_at_each_download",
        "tests/mrs_portal/test_security_pages.py::test_an_expired_link_says_so_and_shows_the_way_on",
    ),
    "L-29": by(f"{ADDRESSES}::test_files_answer_ranges_with_the_whole_or_one_piece", HEADERS),
    "L-30": by(f"{ADDRESSES}::test_no_page_says_that_nothing_has_changed"),
    "L-31": by(f"{ADDRESSES}::test_the_probe_says_ok_and_nothing_else", NOTHING),
    "L-32": by(NOTHING),
    "L-33": by(NOTHING),
    "L-34": by(
        "tests/core/test_throttles.py::test_a_flood_from_one_place_is_refused_before_any_session_is_read_and_others_pass"
    ),
}
OFFICE_WORDS = (
    "tests/reports/test_wording_documents.py::test_nothing_that_an_office_writes_becomes_markup_or_code"
)
OUTSIDE = f"{PDF}::test_a_page_that_names_something_outside_is_not_printed"
PRINTING = {
    "T-01": by(
        OFFICE_WORDS,
        "tests/reports/test_logos.py::test_text_that_looks_like_a_picture_brings_no_file_into_the_page",
    ),
    "T-02": by(OUTSIDE),
    "T-03": by(f"{PDF}::test_the_fetcher_knows_only_our_own_names"),
    "T-04": by("tests/reports/test_logos.py::test_what_is_no_picture_is_refused_with_a_sentence"),
    "T-05": by(
        "tests/reports/test_logos.py::test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn"
    ),
    "T-06": by(
        f"{PDF}::test_a_text_of_100_kb_without_a_space_does_not_stop_the_press",
        "tests/core/test_linebreaks.py",
    ),
    "T-07": by(f"{RENDERING}::test_a_rendering_that_needs_too_much_fails_with_a_sentence", TEXTS),
    "T-08": by(TEXTS, f"{RENDERING}::test_a_rendering_that_needs_too_much_fails_with_a_sentence"),
    "T-09": no(NO_MARKUP),
    "T-10": no(NO_MARKUP),
    "T-11": no(NO_MARKUP),
    "T-12": by(TEXTS, OFFICE_WORDS),
    "T-13": by("tests/reports/test_docx.py::test_rows_make_the_file_grow_no_faster_than_themselves"),
    "T-14": by("tests/reports/test_snapshots.py::test_a_benchmark_without_a_rating_is_refused_kindly"),
    "T-15": by(f"{PDF}::test_long_texts_stay_in_their_column_and_are_whole"),
    "T-16": by(f"{PDF}::test_five_scripts_and_signs_have_shapes_where_the_machine_has_no_fonts"),
    "T-17": by(
        f"{PDF}::test_the_check_for_clipped_cells_can_fail",
        f"{PDF}::test_no_word_leaves_the_page_or_its_column",
    ),
    "T-18": by(f"{PDF}::test_a_missing_font_is_said_before_anything_is_printed"),
    "T-19": by(
        "tests/reports/test_views.py::test_a_download_has_a_telling_name_and_is_a_line_in_the_history"
    ),
    "T-20": no(
        "reports print one calendar, with the month in words; dates in years of the Buddhist era are understood (F-34)"
    ),
    "T-21": by(f"{PDF}::test_the_same_snapshot_gives_the_same_bytes"),
    "T-22": by(f"{RENDERING}::test_the_pdf_comes_from_the_stored_snapshot_and_not_from_the_database"),
    "T-23": by(f"{RENDERING}::test_a_right_that_is_withdrawn_while_the_pdf_is_made_leaves_no_file"),
    "T-24": by(f"{PDF}::test_a_draft_says_so_on_the_cover_and_in_every_foot"),
    "T-25": by(f"{PDF}::test_the_full_report_is_pdf_ua_1"),
    "T-26": by("tests/reports/test_snapshots.py::test_persons_appear_by_office_and_without_address"),
}
ENTRANCE = {
    f"A-{number:02d}": by(f"{SIGNING if number < 12 else SESSIONS}::test_a{number:02d}_")
    for number in (*range(1, 20), 22)
} | {
    "A-20": by("tests/accounts/test_inviting.py::test_a_20_"),
    "A-21": by("tests/accounts/test_inviting.py::test_a_21_"),
    "A-23": by("tests/accounts/test_people.py::test_a_23_"),
    "A-24": no(
        "there is no way around the rights: the administrator has none on content, also not for an hour"
    ),
}
POST = {
    "M-01": by(f"{MAILS}::test_odd_names_of_recipients_and_subjects_make_one_sound_header"),
    "M-02": by(f"{MAILS}::test_a_server_that_is_away_is_tried_again_and_nothing_is_lost"),
    "M-03": by(f"{REQUESTS}::test_looking_at_an_address_that_takes_a_form_does_nothing"),
    "M-04": by(f"{MAILS}::test_the_same_news_is_written_once_and_a_lost_worker_sends_it_under_the_same_name"),
    "M-05": no("there are no digests: each mail tells of one thing"),
    "M-06": no(
        "the portal reads no mailbox, so that it hears of no bounce; the list of mails shows what was not taken"
    ),
    "M-07": by(f"{MAILS}::test_everybody_gets_a_mail_of_their_own"),
    "M-08": by(
        "tests/reports/test_life.py::test_whoever_has_to_answer_is_reminded_once_before_the_day_and_once_after_it"
    ),
}


def register() -> dict[str, Proof]:
    """Number of each case -> its proof, in the order of the plan."""
    written = {
        **UPLOADS,
        **DOCUMENTS,
        **SHEETS,
        **TABLES,
        **PACKAGES,
        **FORMS,
        **LINKS,
        **PRINTING,
        **ENTRANCE,
        **POST,
    }
    found = hostile() | written
    return {number: found[number] for number in planned() if number in found}


def planned() -> list[str]:
    """The numbers of all cases of the plan."""
    return [f"{letter}-{place:02d}" for letter, (_, count) in GROUPS.items() for place in range(1, count + 1)]


def hostile() -> dict[str, Proof]:
    """Cases that are files or names of files."""
    from tests.standards.hostile.elsewhere import CASES, number_of
    from tests.standards.hostile.general import NAMES

    numbers = {number_of(one.id) for one in (*CASES, *NAMES)}
    return dict.fromkeys(sorted(numbers), by("tests/standards/hostile/test_hostile.py"))


def table() -> str:
    """The register by group, and one line for each case, as the command prints it."""
    proofs, words = register(), ("proved here", "proved elsewhere", "does not apply")
    lines = ["| group | cases | " + " | ".join(words) + " |", "|---|---|---|---|---|"]
    for letter, (name, count) in GROUPS.items():
        outcomes = [proof.outcome for number, proof in proofs.items() if number.startswith(f"{letter}-")]
        lines.append(
            f"| {letter} {name} | {count} | " + " | ".join(str(outcomes.count(word)) for word in words) + " |"
        )
    everything = [proof.outcome for proof in proofs.values()]
    lines.append(
        f"| all | {len(proofs)} | " + " | ".join(str(everything.count(word)) for word in words) + " |"
    )
    lines += ["", "| case | outcome | where, or why not |", "|---|---|---|"]
    lines += [
        f"| {number} | {one.outcome} | {'; '.join(one.places) or one.reason} |"
        for number, one in proofs.items()
    ]
    return "\n".join(lines)


def test_of(place: str) -> tuple[str, str]:
    """File and name of the test of a place; the name is "" for a whole file."""
    path, _, name = place.partition("::")
    return path, re.sub(r"\W.*", "", name)
