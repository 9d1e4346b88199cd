"""Workers, clocks and files at the same moment."""

from __future__ import annotations

import hashlib

from tests.live.races.cases.editing import breaks
from tests.live.races.ground import Act, Case, Fault, Ground, Press


def taken_up_twice(ground: Ground) -> list[str]:
    """One job is delivered to three workers at once: one works."""
    job = ground.do("reading_to_do")
    answers = ground.race(*[Act("work", {"job": job})] * 3, pause=0.05)
    found = ground.do("job", job=job)
    faults = [str(one) for one in answers if isinstance(one, Fault)]
    if (found["state"], found["tries"], found["read"]) != ("ready", 1, 1):
        faults.append(str(found))
    return faults


def two_sweepers(ground: Ground) -> list[str]:
    """Four sweeps at once: each lost job is rung for once, each lapsed one comes back once."""
    ground.do("lost_jobs", count=3)
    answers = ground.race(*[Act("sweep")] * 4, pause=0.05)
    faults = [str(one) for one in answers if isinstance(one, Fault)]
    if (touched := sum(one for one in answers if not isinstance(one, Fault))) != 9:
        faults.append(f"{touched} touched instead of 9")
    ground.do("end_lost_jobs")
    return faults


def mail_sent_once(ground: Ground) -> list[str]:
    """Four processes send what is due: each mail leaves once."""
    ground.do("mails_to_send", count=3)
    answers = ground.race(*[Act("send_mails")] * 4, pause=0.05)
    faults = [str(one) for one in answers if isinstance(one, Fault)]
    if (sent := sum(one for one in answers if not isinstance(one, Fault))) != 3:
        faults.append(f"3 mails left {sent} times")
    return faults


def sealed_by_many(ground: Ground) -> list[str]:
    """Four processes seal the history: one chain, no place twice, none left out."""
    ground.do("unsealed_lines", count=12)
    answers = ground.race(*[Act("seal")] * 4, pause=0.05)
    found = ground.do("chain_now")
    faults = [str(one) for one in answers if isinstance(one, Fault)]
    if not found["whole"]:
        faults.append(found["told"])
        ground.do("mend_chain")
    return faults


def rights_withdrawn(ground: Ground) -> list[str]:
    """The right is taken away after the report was asked for: the work ends with a sentence and leaves no file."""
    asked = ground.do("report_of_somebody_who_leaves")
    answer = ground.race(Act("work", {"job": asked["job"]}), pause=0)[0]
    found = ground.do("file_of_job", job=asked["job"])
    ground.do("somebody_is_back")
    faults = [str(answer)] if isinstance(answer, Fault) else []
    if found["state"] != "failed" or found["stored"]:
        faults.append(str(found))
    return faults


def last_bytes(ground: Ground) -> list[str]:
    """Space for one more file; two arrive at once: one is taken, the other gets the sentence."""
    spot = ground.do("nearly_full", room=20)
    contents = [b"unit,number\nfirst", b"unit,number\nother"]
    answers = ground.race(
        *(
            Press(
                ground.person("focal.kh"),
                f"/standards/{ref}/upload/",
                {"role": "annex", "language": "en"},
                files={"file": ("a.csv", content)},
            )
            for ref, content in zip(spot["drafts"], contents, strict=True)
        )
    )
    faults = breaks(answers)
    kept = ground.do("files_of", refs=spot["drafts"])
    ground.do("empty_again", key=spot["key"])
    if kept != 1:
        faults.append(f"{kept} files where there was room for one")
    if sum("is used up" in one.words for one in answers) != 1:
        faults.append("nobody was told that the space is used up")
    return faults


def same_piece(ground: Ground) -> list[str]:
    """Two tabs send the same place of a file, in pieces of different length: no byte is claimed that is not there."""
    spot = ground.do("arriving", size=120_000)
    content = b"%PDF-1.7\n" + bytes(range(250)) * 480
    presses = []
    for length in (80_000, 40_000, 80_000, 40_000):
        piece = content[:length]
        headers = {
            "Content-Type": "application/octet-stream",
            "X-Chunk-SHA256": hashlib.sha256(piece).hexdigest(),
        }
        address = f"/standards/uploads/{spot['ref']}/chunk/?offset=0"
        pause = length / 500_000  # what is longer is counted later
        presses.append(Press(ground.person("focal.kh"), address, body=piece, headers=headers, pause=pause))
    answers = ground.race(*presses)
    found = ground.do("arrived", ref=spot["ref"])
    faults = breaks(answers)
    begun = content[: found["received"]]
    if found["received"] not in (40_000, 80_000) or found["sha256"] != hashlib.sha256(begun).hexdigest():
        faults.append(f"{found['received']} bytes are counted, {found['there']} are there")
    return faults


def gone_while_uploading(ground: Ground) -> list[str]:
    """The account is closed between two pieces: the next piece is not taken and nothing is left behind."""
    spot = ground.do("arriving", size=120_000, account="focal.la")
    person = ground.person("focal.la")
    headers = {"Content-Type": "application/octet-stream"}
    address = f"/standards/uploads/{spot['ref']}/chunk/?offset="
    first = person.send(address + "0", b"%PDF-1.7\n".ljust(50_000, b"\n"), headers)
    ground.do("close_account", account="focal.la")
    answers = ground.race(Press(person, address + "50000", body=b"\n" * 70_000, headers=headers), pause=0)
    found = ground.do("arrived", ref=spot["ref"])
    ground.do("open_account", account="focal.la")
    ground.forget("focal.la")
    faults = breaks([first, *answers])
    if first.status != 200 or found["received"] != 50_000:
        faults.append(f"{found['received']} bytes were taken")
    return faults


def many_writers(ground: Ground) -> list[str]:
    """Twelve people save at once: nobody hears of a database that is locked."""
    refs = [ground.do("plan_row")["ref"] for _number in range(12)]
    person = ground.person("coordinator.th")
    fields = {"kind": "activity", "revision": "1"}
    answers = ground.race(
        *(
            Press(person, f"/corridors/activities/{ref}/edit/", {**fields, "title": f"Saved {ref}"[:200]})
            for ref in refs
        ),
        pause=0.02,
    )
    faults = breaks(answers)
    saved = sum(ground.do("row", ref=ref)["revision"] == 2 for ref in refs)
    return faults if saved == 12 else [*faults, f"{saved} of 12 are saved"]


CASES = [
    Case("CT-15", "one job is delivered to three workers at once", "where", taken_up_twice, many=20),
    Case("CT-16", "four sweeps at once", "where", two_sweepers),
    Case("CT-16", "four processes send the mails that are due", "where", mail_sent_once),
    Case("C-seal", "four processes seal the history", "locks", sealed_by_many, many=20),
    Case(
        "CT-14",
        "the right is withdrawn between asking and making",
        "rights",
        rights_withdrawn,
        rounds=1,
        many=5,
        is_long=True,
    ),
    Case("CT-20", "two files for the last space of a country", "locks", last_bytes),
    Case("CT-11", "two tabs send the same place of a file", "locks", same_piece, control=12),
    Case(
        "CT-24", "an account is closed between two pieces", "active", gone_while_uploading, rounds=1, many=10
    ),
    Case("CT-25", "twelve people save at once", "immediate", many_writers, databases={"postgres": ""}),
]
