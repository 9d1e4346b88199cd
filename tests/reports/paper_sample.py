"""A believable gap analysis for tests of paper: illustrative bricklaying texts written for this purpose.

The national texts are not those of any real standard.
"""

# ruff: noqa: E501
from __future__ import annotations

from dataclasses import replace

from reports.documents.gap_analysis import (
    ActivityRef,
    AdditionalLine,
    CodeLabel,
    Conclusion,
    Corridor,
    Country,
    Counts,
    Edition,
    Gap,
    GapAnalysis,
    MapRow,
    Method,
    MissionHeld,
    RatingStep,
    Recommendation,
    Row,
    Section,
    SectionRef,
    Seen,
    SendingRef,
    Signature,
    Team,
)
from tests.reports import paper_steps

# fmt: off
# A table of texts: one line each is easier to read than one word each.
THAILAND = Country("TH", "Thailand")
SENDING = {
    "KH": (Country("KH", "Cambodia"), "Phnom Penh", "Khmer and English"),
    "LA": (Country("LA", "Lao PDR"), "Vientiane", "Lao and English"),
    "MM": (Country("MM", "Myanmar"), "Yangon", "Burmese and English"),
}
THAI = (
    "ก่ออิฐให้ได้แนวดิ่งและแนวระดับตามแบบ โดยมีความคลาดเคลื่อนไม่เกิน 3 มิลลิเมตรต่อความสูง 1 เมตร",
    "เลือกใช้เครื่องมือและอุปกรณ์ป้องกันอันตรายส่วนบุคคลให้เหมาะสมกับงานก่ออิฐและฉาบปูน",
    "ผสมปูนก่อตามอัตราส่วนที่กำหนดและใช้ให้หมดภายในเวลาที่กำหนด",
    "ตรวจสอบความเรียบของผิวฉาบด้วยไม้บรรทัดยาว 2 เมตรและแก้ไขข้อบกพร่องก่อนส่งมอบงาน",
)
ORIGINALS = {
    "KH": (
        "រៀបឥដ្ឋឱ្យត្រង់តាមខ្សែបន្ទាត់ និងកម្ពស់ដែលបានកំណត់ក្នុងប្លង់សាងសង់ ដោយប្រើឧបករណ៍វាស់កម្រិតទឹក",
        "ប្រើប្រាស់ឧបករណ៍ការពារខ្លួនផ្ទាល់ខ្លួនគ្រប់ពេលធ្វើការនៅការដ្ឋានសំណង់",
        "លាយបាយអរតាមសមាមាត្រដែលបានកំណត់ និងប្រើប្រាស់ឱ្យអស់ក្នុងរយៈពេលពីរម៉ោង",
        "ពិនិត្យផ្ទៃបូកដោយបន្ទាត់វែងពីរម៉ែត្រ ហើយកែតម្រូវកន្លែងដែលមិនរាបស្មើមុនពេលប្រគល់ការងារ",
    ),
    "LA": (
        "ກໍ່ດິນຈີ່ໃຫ້ຊື່ກົງຕາມສາຍ ແລະ ລະດັບຄວາມສູງທີ່ກຳນົດໄວ້ໃນແບບກໍ່ສ້າງ ໂດຍໃຊ້ເຄື່ອງວັດລະດັບນ້ຳ",
        "ນຳໃຊ້ອຸປະກອນປ້ອງກັນຕົວສ່ວນບຸກຄົນທຸກຄັ້ງໃນເວລາເຮັດວຽກຢູ່ສະຖານທີ່ກໍ່ສ້າງ",
        "ປະສົມປູນກໍ່ຕາມອັດຕາສ່ວນທີ່ກຳນົດໄວ້ ແລະ ນຳໃຊ້ໃຫ້ໝົດພາຍໃນເວລາສອງຊົ່ວໂມງ",
        "ກວດກາໜ້າຝາທີ່ໂບກແລ້ວດ້ວຍໄມ້ບັນທັດຍາວສອງແມັດ ແລະ ແກ້ໄຂບ່ອນທີ່ບໍ່ຮາບພຽງກ່ອນມອບວຽກ",
    ),
    "MM": (
        "ဆောက်လုပ်ရေးပုံစံတွင် သတ်မှတ်ထားသော အမြင့်နှင့် မျဉ်းအတိုင်း အုတ်များကို ရေချိန်ကိရိယာသုံး၍ ဖြောင့်တန်းစွာစီရမည်",
        "လုပ်ငန်းခွင်တွင် အလုပ်လုပ်ချိန်တိုင်း တစ်ကိုယ်ရေကာကွယ်ရေးပစ္စည်းများကို မှန်ကန်စွာအသုံးပြုရမည်",
        "သတ်မှတ်ထားသော အချိုးအတိုင်း အင်္ဂတေကိုရောစပ်ပြီး နှစ်နာရီအတွင်း ကုန်အောင်အသုံးပြုရမည်",
        "နှစ်မီတာရှည်သော ပေတံဖြင့် အင်္ဂတေကိုင်မျက်နှာပြင်ကို စစ်ဆေးပြီး မညီညာသောနေရာများကို ပြင်ဆင်ရမည်",
    ),
}

# Section title, kind, and per line: receiving text, rating, sending text, difference.
_F = "F"
SECTIONS: tuple[tuple[str, str, tuple[tuple[str, str, str, str], ...]], ...] = (
    ("Occupational safety and health on site", "Unit", (
        ("Wear helmet, safety shoes, gloves and dust mask suited to the task and check them before use", "F", "Use personal protective equipment at all times on a construction site", ""),
        ("Set up a trestle scaffold up to 2.0 m with full deck, toe board and ladder access", "P", "Assemble simple working platforms as directed by the supervisor", "No height, deck or access requirement; work is under direction only"),
        ("Report an unsafe condition to the foreman and stop work until it is made safe", "F", "Identify hazards and report them to the person in charge", ""),
        ("Lift and carry loads over 25 kg only with a second person or a hoist", "N", "", "No limit for manual handling is stated"),
        ("Store cement bags off the ground, under cover and not more than ten bags high", "P", "Store materials safely", "Method and stacking height are not stated"),
        ("Clean tools and work area and separate rubble from reusable bricks", "F", "Clean work area, tools and equipment after work", ""),
    )),
    ("Reading drawings and setting out", "Unit", (
        ("Read plan, elevation and section of a one-storey house at 1:50 and take off wall lengths", "F", "Interpret plans and specifications of the work", ""),
        ("Set out a right angle with the 3-4-5 method to ± 3 mm over 3 m", "P", "Set out walls according to the drawing", "No tolerance and no method for checking the right angle"),
        ("Transfer a datum level with a water hose level to ± 2 mm over 10 m", "P", "Transfer levels using a water level", "Tolerance is missing"),
        ("Mark door and window openings and check the diagonal of each opening", "F", "Mark the position of openings on the foundation", ""),
        ("Estimate bricks, cement, sand and lime for a wall of given size with 5% waste", "F", "Calculate quantities of materials", ""),
    )),
    ("Mixing mortar", "Unit", (
        ("Mix cement mortar 1:3 and 1:4 by volume with gauge boxes and use it within two hours", "P", "Mix mortar to the required proportion", "Working time after mixing is not limited"),
        ("Test consistency by hand and adjust water without exceeding 0.6 of the cement weight", "N", "", "No test of consistency and no limit for water"),
        ("Check sand for clay and salt and sieve it through a 5 mm screen", "F", "Sieve sand and remove foreign matter", ""),
        ("Use a tilting drum mixer safely, including start, stop and cleaning", "F", "Operate a concrete mixer following the manual", ""),
        ("Mix lime mortar for repair of old walls", "N", "", "Lime mortar is not part of the standard"),
    )),
    ("Laying half-brick walls", "Unit", (
        ("Lay clay bricks in stretcher bond with joints of 10 mm ± 2 mm", "F", "Lay bricks in stretcher bond with joints of about 10 mm", ""),
        ("Keep the wall plumb to 3 mm per metre of height, 8 mm over one storey", "P", "Keep the wall plumb and level", "No figure is given; the testing centre uses 5 mm per metre"),
        ("Keep courses level to 3 mm over 3 m, checked every fourth course with a gauge rod", "P", "Check level of courses during work", "No tolerance, no interval for checking"),
        ("Wet bricks before laying and do not lay wet bricks dripping with water", "F", "Soak bricks before laying", ""),
        ("Build in wall ties or dowel bars 6 mm at every 400 mm of height to columns", "N", "", "Connection of the wall to concrete columns is not covered"),
        ("Limit the height laid in one day to 1.5 m and protect fresh work from rain", "N", "", "Daily height and protection are not stated"),
        ("Point and clean joints before the mortar sets", "F", "Finish joints and clean the face of the wall", ""),
    )),
    ("Laying one-brick walls and corners", "Unit", (
        ("Lay English bond and Flemish bond for a wall of one brick", "P", "Lay English bond", "Flemish bond is not included"),
        ("Raise a quoin with racking back not more than six courses ahead", "F", "Build corners and rack back", ""),
        ("Form a toothed or stepped end for later connection", "F", "Form indented ends for future extension", ""),
        ("Build an attached pier bonded at every course", "P", "Build piers and pillars", "Bonding of the pier to the wall is not required"),
        ("Cut bricks with bolster or angle grinder to ± 3 mm wearing goggles", "F", "Cut bricks to size using suitable tools", ""),
    )),
    ("Lintels, beams and openings", "Unit", (
        ("Place reinforced concrete lintels with a bearing of at least 150 mm on each side", "P", "Place lintels over openings", "Length of bearing is not stated"),
        ("Set door and window frames plumb, square and fixed at three points a side", "F", "Install door and window frames plumb and level", ""),
        ("Cast a stiffener column and beam of 100 mm × 100 mm around openings wider than 2 m", "N", "", "Stiffeners are not covered; walls without them crack at openings"),
        ("Leave a gap of 20 mm below structural beams and fill it after seven days", "N", "", "Not covered"),
    )),
    ("Laying concrete blocks", "Unit", (
        ("Lay hollow concrete blocks of 70 mm and 90 mm with full bed joints", "F", "Lay hollow blocks with mortar", ""),
        ("Reinforce every third course of a block wall with 2 × 6 mm bars where drawn", "F", "Place horizontal reinforcement as shown on the drawing", ""),
        ("Lay lightweight autoclaved blocks with thin-bed adhesive and 3 mm joints", "N", "", "Lightweight blocks and thin-bed adhesive are not part of the standard"),
        ("Fill cores with grout at corners and openings", "F", "Fill cores with concrete at corners", ""),
        ("Cut a chase for conduit not deeper than one third of the wall", "P", "Make openings for services", "Depth of the chase is not limited"),
    )),
    ("Plastering internal walls", "Unit", (
        ("Prepare the background: clean, wet and apply a spatter dash coat 12 hours before", "P", "Clean and wet the surface", "No spatter dash coat"),
        ("Set plaster dots and screeds at not more than 2 m and plumb them", "F", "Set guides for plaster thickness", ""),
        ("Apply plaster 10 mm to 15 mm thick in two coats with setting time between them", "P", "Apply plaster evenly to the wall", "Thickness and number of coats are not stated"),
        ("Finish to a flatness of 3 mm under a straight edge of 2 m", "P", "Check the plastered surface with a straight edge of 2 m", "The edge is named but no deviation"),
        ("Form internal and external angles straight and sharp with corner beads", "F", "Form corners straight and square", ""),
        ("Cure plaster with water for at least three days", "N", "", "Curing is not required"),
    )),
    ("Plastering external walls and ceilings", "Unit", (
        ("Apply waterproof render with drip grooves below sills and slabs", "N", "", "Drip grooves and waterproof render are not covered"),
        ("Plaster a soffit in one coat of not more than 10 mm", "F", "Plaster ceilings with a thin coat", ""),
        ("Form a control joint every 4 m and at a change of background with mesh", "P", "Fix wire mesh at joints of different materials", "Control joints are not required"),
        ("Finish a surface by sponge, float or comb to a sample panel", "F", "Finish the surface as specified", ""),
    )),
    ("Knowledge of materials and the building code", "Knowledge", (
        ("Kinds and strength classes of bricks, blocks, cement and lime in the national industrial standards", "P", "Kinds of bricks, blocks and cement", "Strength classes and product standards are not named"),
        ("Causes of cracks and damp and how to avoid them", "F", "Defects of masonry and plaster and their causes", ""),
        ("Minimum thickness and height of walls in the building regulations", "-", "", ""),
        ("Units, ratio, percentage, area and volume", "F", "Basic calculation for construction", ""),
    )),
    ("Attitude at work", "Attitude", (
        ("Is punctual, works in a team and follows instructions", "F", "Works with colleagues and follows workplace rules", ""),
        ("Saves materials and respects the work of other trades", "F", "Avoids waste of materials", ""),
        ("Checks own work against the drawing before calling the foreman", "P", "Checks own work", "Reference for the check is not named"),
    )),
)
_INDEX = {"F": 1.0, "P": 0.5, "N": 0.0}
_GAP_LINES = {  # (section, line) -> gap
    (1, 2): 1, (1, 4): 2, (3, 1): 3, (4, 2): 4, (4, 5): 5, (6, 3): 6, (8, 4): 7, (8, 6): 8,
}


def _row(code: str, place: int, number: int, line: tuple[str, str, str, str]) -> Row:
    text, rating, counterpart, difference = line
    turn = place + number
    gap = _GAP_LINES.get((place, number))
    refs: tuple[SendingRef, ...] = ()
    if counterpart:
        original = ORIGINALS[code][turn % 4]
        refs = (SendingRef(f"{code}-{place:02d}.{number}", counterpart, original),)
        if turn % 5 == 0:
            refs += (SendingRef(f"{code}-{place:02d}.{number + 7}", "Follow the instruction of the supervisor"),)
    return Row(
        number=f"{place}.{number}",
        kind="knowledge" if place == 10 else "attitude" if place == 11 else "criterion",
        text=text,
        original=THAI[turn % 4],
        rating=rating,
        is_critical=number == 2,
        sending=refs,
        difference=difference,
        is_substantial=gap is not None,
        gap_ref=f"G-{gap:02d}" if gap else "",
        gap_code=("C4", "C3", "C4", "C4", "C2", "C2", "C4", "C3")[gap - 1] if gap else "",
        reason="Agreed by both sides after the second reading." if rating == "P" and turn % 3 == 0 else "",
        recommendation="State the tolerance and the way of checking it in the next edition." if gap else "",
    )


def counts_of(rows: tuple[Row, ...]) -> Counts:
    """Counts as the comparison would draw them."""
    ratings = [row.rating for row in rows]
    return Counts(*(ratings.count(code) for code in ("F", "P", "N", "-")))


def _section(code: str, place: int) -> Section:
    title, kind, lines = SECTIONS[place - 1]
    rows = tuple(_row(code, place, number, line) for number, line in enumerate(lines, start=1))
    counts = counts_of(rows)
    rated = [_INDEX[row.rating] for row in rows if row.rating in _INDEX]
    coverage = None if counts.not_compared else round(100 * sum(rated) / len(rated), 1)
    critical = sum(row.is_critical and row.rating != "F" for row in rows)
    proposed = _verdict(coverage, critical)
    changed = place == 2
    return Section(
        number=str(place),
        title=title,
        level="Level 1",
        kind=kind,
        original_title=THAI[place % 4][:30].rsplit(" ", 1)[0] if place in (4, 8) else "",
        coverage=coverage,
        counts=counts,
        critical_not_covered=critical,
        proposed=proposed,
        verdict="comparable" if changed else proposed,
        verdict_reason="The missing tolerances are part of the task drawing used in every test." if changed else "",
        rows=rows,
    )


def _verdict(coverage: float | None, critical: int) -> str:
    if coverage is None:
        return ""
    if coverage < 50:
        return "not comparable"
    return "comparable" if coverage >= 80 and not critical else "partly comparable"


def _gaps(code: str, country: str, sections: tuple[Section, ...]) -> tuple[Gap, ...]:
    facts = {
        1: ("C4", "Criterion weaker or vague", "Scaffold without stated height, deck and access", "critical", "in progress", False),
        2: ("C3", "Criterion missing", "No limit for manual handling of loads", "major", "agreed", False),
        3: ("C4", "Criterion weaker or vague", "Working time of mortar not limited", "minor", "open", False),
        4: ("C4", "Criterion weaker or vague", "No tolerance for plumb walls", "critical", "in progress", False),
        5: ("C2", "Element or task missing", "Wall not connected to concrete columns", "critical", "waiting check", False),
        6: ("C2", "Element or task missing", "Stiffeners around wide openings", "major", "open", False),
        7: ("C4", "Criterion weaker or vague", "No figure for flatness of plaster", "major", "closed", True),
        8: ("C3", "Criterion missing", "Curing of plaster", "minor", "kept as difference", True),
    }
    rows = {row.gap_ref: row for section in sections for row in section.rows if row.gap_ref}
    gaps = []
    for number, (gap_code, label, title, severity, state, settled) in facts.items():
        ref = f"G-{number:02d}"
        row = rows[ref]
        closed = state == "closed"
        gaps.append(Gap(
            ref=ref, code=gap_code, code_label=label, title=title, severity=severity, state=state, is_settled=settled,
            description=f"{row.difference}. A worker trained to the standard of {country} may not meet the requirement on a site in Thailand.",
            owner_country=country, due="2019-12" if number % 2 else "2019-10-31",
            receiving=(SendingRef(row.number, row.text, row.original if number in (4, 7) else ""),),
            sending=row.sending,
            observations=(Seen("First mission, testing centre", "2019-06-04", "The practical test was marked with a plumb line, the mark sheet held no figure.", "confirms"),) if number in (1, 4, 7) else (),
            activities=(ActivityRef("9.2", "Workshop on tolerances and mark sheets", "2019-07-15", "2019-07-17", "Department of Skill Development", "planned"),) if number in (1, 4, 5) else (),
            what_was_done="The mark sheet now asks for 3 mm under a straight edge of 2 m." if closed else "",
            proof="Mark sheet, edition of September 2019, page 4" if closed else "",
            closed_by="Office of Skill Standard and Testing Development, checked by the national focal office" if closed else "",
            reply="We agree and have put it to the standards committee." if number == 2 else "",
        ))
    lms = (
        Gap("G-09", "A2", "Weights and pass mark", "Pass mark of the practical test", "Receiving side 60 of 100 for each part, sending side 50 overall.", "major", "open", owner_country=country, due="2019-12"),
        Gap("G-10", "Q3", "Moderation and audit", "No second assessor at the testing centre", "One assessor marks alone; no sample is marked again.", "major", "agreed", owner_country=country,
            observations=(Seen("First mission, testing centre", "2019-06-04", "One assessor for eight candidates.", "raised"),)),
        Gap("G-11", "R3", "Register and verification", "Certificates cannot be checked from abroad", "The register is kept on paper at the provincial office.", "", "open", owner_country=country),
    )
    return (*gaps, *lms)


SCALE = (
    RatingStep("F", "fully covered", "Same work outcome; the differences are insignificant.", "1"),
    RatingStep("P", "partly covered", "Same focus; something significant is missing or weaker.", "0.5"),
    RatingStep("N", "not covered", "Looked for, and no counterpart found.", "0"),
    RatingStep("-", "not compared yet", "Nobody has looked yet; left out of every figure.", ""),
)
STEPS = (
    "Step 1: Identifying areas of skills for mutual recognition",
    "Step 2: Benchmarking skills/competency standards",
    "Step 3: Defining and benchmarking the qualification",
    "Step 4: Assessing the assessment and certification arrangements",
    "Step 5: Assessing quality assurance of training assessment and certification arrangements",
)


def _editions(code: str, country: str, language: str) -> tuple[Edition, ...]:
    return (
        Edition("receiving", "Thailand", "Department of Skill Development", "National skill standard: Bricklayer, level 1 (illustrative)", "Edition 2018", "Thai and English",
                "2018-10-01", "accepted", False, "th-bricklayer-level-1.xlsx", "9f2c" * 16, 112, original_title="มาตรฐานฝีมือแรงงานแห่งชาติ สาขาช่างก่ออิฐ ระดับ 1"),
        Edition("receiving", "Thailand", "Department of Skill Development", "National skill standard: Plasterer, level 1 (illustrative)", "Edition 2018", "Thai and English",
                "2018-10", "accepted", False, "th-plasterer-level-1.xlsx", "17ab" * 16, 74, original_title="มาตรฐานฝีมือแรงงานแห่งชาติ สาขาช่างฉาบปูน ระดับ 1"),
        Edition("sending", country, "National training authority", "Competency standard: Masonry, certificate level 1 (illustrative)", "Version 1.0", language,
                "2017-05-12", "submitted", True, f"{code.lower()}-masonry-level-1-competency-standard.docx", "c0de" * 16, 97, original_title=ORIGINALS[code][0], note="English translation by the national focal office."),
    )


def sample(code: str = "KH", copies: int = 1) -> GapAnalysis:
    """A report for Thailand and one sending country; `copies` repeats the sections to make it longer."""
    sending, city, language = SENDING[code]
    once = tuple(_section(code, place) for place in range(1, len(SECTIONS) + 1))
    sections = once + tuple(
        replace(section, number=f"{turn}.{section.number}", rows=tuple(replace(row, gap_ref="") for row in section.rows))
        for turn in range(1, copies) for section in once
    )
    rows = tuple(row for section in sections for row in section.rows)
    rated = [_INDEX[row.rating] for row in rows if row.rating in _INDEX]
    return GapAnalysis(
        number="MRS-2019-007",
        version=2,
        title=f"Bricklaying and plastering: Thailand and {sending.name}",
        status="ILO review",
        corridor=Corridor(THAILAND, sending, "Bricklaying and plastering", "primary skill area", ("Bricklayers and related workers (ISCO-08 7112)", "Plasterers (ISCO-08 7123)")),
        pilot="Mutual recognition of skills, pilot 2019",
        generated_at="2019-07-09T14:05:00+07:00",
        dated="2019-07-09",
        marking="For the participating governments and the ILO. Not for publication.",
        note="The national texts in this report are illustrative and are not those of any real standard.",
        published_by="Department of Skill Development, Ministry of Labour, Thailand",
        benchmark_state="Agreed view, state 14 of the comparison",
        portal_address="portal.example/check",
        teams=(
            Team("Group I: Bricklaying, masonry and plastering", "Thailand", ("Office of Skill Standard and Testing Development", "Office of Occupational Licensing", "Office of Instructor and Training Technology Development"), "Paper review, missions, judgement"),
            Team("National expert group", sending.name, ("National training authority", "Leading training centre"), "Sending view, reply to gaps"),
        ),
        method=Method(
            ("Experts of the receiving country read both standards line by line. For each line that is rated they looked for its counterpart in the sending standard, rated how far it is covered, and wrote down the difference and the reason.",
             "Experts of the sending country gave their own view. Where both had read a line, the agreed view is printed."),
            STEPS, SCALE, 80, 50, "agreed view",
            ("One line of the receiving standard has not been compared yet.", "The edition of the sending country is provisional."),
        ),
        editions=_editions(code, sending.name, language),
        conclusion=Conclusion("Comparable with conditions", f"The standards describe the same work. Most differences are missing figures for tolerances, which can be aligned in the next edition of the standard of {sending.name}.",
                              "Joint meeting of the working groups of both countries", "2019-07-08", ("Critical gaps G-01, G-04 and G-05 are closed.", "The mark sheet of the practical test states tolerances.")),
        coverage=round(100 * sum(rated) / len(rated), 1),
        counts=counts_of(rows),
        critical_not_covered=sum(row.is_critical and row.rating != "F" for row in rows),
        map_rows=tuple(
            MapRow(SectionRef(section.number, section.title), (SectionRef(f"{code}-{place:02d}", SECTIONS[place % 11][0]), *((SectionRef(f"{code}-12", ORIGINALS[code][1]),) if place == 2 else ())) if place != 7 else (), section.verdict, 7 - place % 4)
            for place, section in enumerate(once, start=1)
        ),
        sections=sections,
        additional=(
            AdditionalLine(f"{code}-13.1", "Lay glazed wall tiles in kitchens and bathrooms", ORIGINALS[code][3], "Tiling", "A separate occupation in Thailand"),
            AdditionalLine(f"{code}-13.2", "Mix and place concrete for a foundation strip up to 300 mm", "", "Concrete", "Part of the standard for concrete workers"),
        ),
        gaps=_gaps(code, sending.name, once),
        missions=(
            MissionHeld("First mission: review and assessment", city, "2019-06-03", "2019-06-05", "2019-06-03", "2019-06-05", 4, "Group I", (
                Seen("", "2019-06-04", "The practical test was marked with a plumb line, the mark sheet held no figure.", "confirms G-04"),
                Seen("", "2019-06-04", "One assessor for eight candidates.", "raised G-10"),
                Seen("", "2019-06-05", f"The national experts explained: {ORIGINALS[code][2]}", ""))),
            MissionHeld("Second mission: workshop", city, "2019-07", "2019-07", "", "", 0, "Group I"),
        ),
        activities=(
            ActivityRef("1", "Establish the action plan", "2019-03-01", "2019-03-22", "Group I", "done", "Dates illustrative"),
            ActivityRef("3", "Deliberate over the standards", "2019-03-25", "2019-04-26", "Group I", "done"),
            ActivityRef("9.2", "Workshop on tolerances and mark sheets", "2019-07-15", "2019-07-17", "Department of Skill Development", "planned"),
            ActivityRef("10", "Submit the final report to ILO", "2019-07", "2019-07", "Secretariat", "planned"),
        ),
        heat=paper_steps.heat(),
        levels=paper_steps.levels(),
        arrangements=paper_steps.arrangements(),
        recommendations=(
            Recommendation("State a tolerance and the way of checking it for every criterion on plumb, level, square and flat work.", f"National training authority, {sending.name}", ("G-01", "G-04", "G-07")),
            Recommendation("Train assessors together on one mark sheet and let two of them mark each candidate.", "Both countries", ("G-10",)),
        ),
        signatures=(Signature("Office of Skill Standard and Testing Development", "Thailand", "2019-07-08", False, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), Signature("National training authority", sending.name, "2019-07-08", True)),
        gap_codes=(CodeLabel("C2", "Element or task missing"), CodeLabel("C3", "Criterion missing"), CodeLabel("C4", "Criterion weaker or vague (no tolerance, time or quantity)"),
                   CodeLabel("A2", "Weights and pass mark"), CodeLabel("Q3", "Moderation and audit"), CodeLabel("R3", "Register and verification")),
    )


def empty() -> GapAnalysis:
    """A report in which no part has data yet."""
    return GapAnalysis(
        number="MRS-2019-008", version=1, title="Sewing machine operator: Thailand and Myanmar", status="Draft",
        corridor=Corridor(THAILAND, SENDING["MM"][0], "Sewing machine operator"), pilot="Mutual recognition of skills, pilot 2019",
        generated_at="2019-07-09T14:05:00+07:00",
    )
