"""Two small illustrative bricklaying standards as files, and a file of proof."""

from __future__ import annotations

from pathlib import Path

from standards.intake import ReadLine, template_workbook
from tests.standards import intake_files

LAO = (
    ReadLine("unit", "BRK-01", "Build walls of brick", "ກໍ່ກຳແພງດິນຈີ່"),
    ReadLine("element", "1", "Prepare mortar", "ກຽມປູນກໍ່"),
    ReadLine("criterion", "1.1", "Cement and sand are measured by volume", "ຕວງຊີມັງ ແລະ ຊາຍຕາມບໍລິມາດ"),
    ReadLine("criterion", "1.2", "Mortar is used within two hours of mixing", "ໃຊ້ປູນພາຍໃນສອງຊົ່ວໂມງ"),
    ReadLine("element", "2", "Lay bricks", "ກໍ່ດິນຈີ່"),
    ReadLine("criterion", "2.1", "Bricks are laid to a line and level", "ກໍ່ດິນຈີ່ຕາມເສັ້ນ ແລະ ລະດັບ", critical=True),
    ReadLine("knowledge", "K1", "Bonds of brickwork", "ຮູບແບບການກໍ່"),
)


def lao_workbook(folder: Path) -> Path:
    """The Lao standard in the portal's own template."""
    return intake_files.put(folder, "lao-bricklaying.xlsx", template_workbook(LAO))


def thai_document(folder: Path) -> Path:
    """The Thai standard as a word processor's document."""
    table = [
        ["Element", "Performance criteria"],
        ["1 Build a wall", "1.1 Cement and sand are measured before mixing"],
        ["", "1.2 Courses are level within 3 mm over 1 m"],
        ["", "1.3 Weep holes are left in outer walls"],
    ]
    content = intake_files.word("# Brickwork", table)
    return intake_files.put(folder, "thai-brickwork.docx", content)


def proof(folder: Path) -> Path:
    """A record of training as a PDF."""
    content = intake_files.pdf_raw("Record of training: weep holes in outer walls, 12 trainers, 3 days.")
    return intake_files.put(folder, "record-of-training.pdf", content)
