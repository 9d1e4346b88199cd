"""Put the style sheets and the small scripts together, so that a page needs one file of each.

    python scripts/bundle_static.py

reads   static_build/vendor/bootstrap.min.css, static/css/*.css, static/css/components/*.css, static/js/*.js
writes  static_build/css/portal.css, static_build/js/portal.js

Bootstrap is trimmed to what server-rendered pages use: parts that need its JavaScript, variants for very wide screens
and the dark theme are left out. A weak line is the reason: the first page has 75 kB in all.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Order matters: later sheets win. Components come between base and print, in alphabetical order.
SHEETS_BEFORE = ("fonts.css", "tokens.css", "base.css")
SHEETS_AFTER = ("print.css",)
# Modules that every page needs. Others are loaded by the page that uses them.
SCRIPTS = (
    "app.js",
    "errors.js",
    "confirm.js",
    "dirty.js",
    "waiting.js",
    "autosave.js",
    "once.js",
    "htmx.js",
    "session.js",
)

_UNUSED_PARTS = re.compile(
    r"\.(accordion|carousel|offcanvas|toast|modal|popover|tooltip|bs-tooltip|bs-popover|dropdown|dropup|dropend"
    r"|dropstart|navbar|placeholder|spinner|btn-close|btn-toolbar|ratio|vr|stretched-link|form-floating|form-range"
    r"|collaps\w+|figure|icon-link|focus-ring|sticky|fixed|object-fit|pagination|page-link|page-item|breadcrumb"
    r"|progress|btn-check|hstack|vstack|card-(?:group|img)|link-\w+|text-bg|nav-(?:pills|underline|fill|justified)"
    r"|img-thumbnail|btn-(?:outline-)?(?:warning|info|light|dark|success)|list-group-item-\w+"
    r"|table-(?:primary|secondary|success|info|warning|danger|dark)|border-(?:opacity|\w+-subtle|[1-5]\b|success"
    r"|info|warning)|rounded-\w+|(?:text|bg)-opacity|opacity|translate|rotate|top-|bottom-|start-|end-|z-"
    r"|overflow-[xy]|shadow|user-select|pe-(?:none|auto)|initialism|blockquote|display-\d|bg-gradient|order-|offset-"
    r"|text-(?:\w+-emphasis|success|warning|info|white|black|light|dark|primary)|row-cols|column-gap|row-gap"
    r"|bg-(?:\w+-subtle|success|warning|info|danger|dark|black)|is-valid|valid-|was-validated|form-control-color"
    r"|alert-(?:dark|secondary|light|success|dismissible)|\w[\w-]*-xx?l\b|container-(?:sm|md|lg)\b"
    r"|(?:[mp][tbsexy]?|gap|order|float|align-(?:content|self)|flex-(?:grow|shrink))-(?:sm|md|lg)-)"
)
_DARK = re.compile(r"\[data-bs-theme=dark\]|data-bs-theme=dark")
_WIDE_ONLY = re.compile(r"^@media \(min-width:(1200|1400)px\)\{")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


def blocks_of(css: str) -> list[str]:
    """Split minified CSS into its outermost statements (``selector{...}``, ``@media ...{...}``, ``@charset ...;``)."""
    blocks, depth, start = [], 0, 0
    for place, letter in enumerate(css):
        if letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                blocks.append(css[start : place + 1])
                start = place + 1
        elif letter == ";" and depth == 0:
            start = place + 1
    return blocks


def trim_rule(rule: str) -> str:
    """A rule without the selectors that no page uses; "" where none is left."""
    selectors, _, body = rule.partition("{")
    kept = [s for s in selectors.split(",") if not _UNUSED_PARTS.search(s) and not _DARK.search(s)]
    return ",".join(kept) + "{" + body if kept else ""


def trim(css: str) -> str:
    """Bootstrap without the parts that need its JavaScript, very wide variants and the dark theme."""
    out = []
    for block in blocks_of(_COMMENT.sub("", css)):
        if _WIDE_ONLY.match(block) or block.startswith(("@keyframes placeholder", "@keyframes spinner")):
            continue
        if block.startswith("@media"):
            head, _, body = block.partition("{")
            inner = "".join(trim_rule(rule) for rule in blocks_of(body[:-1]))
            out.append(f"{head}{{{inner}}}" if inner else "")
        elif block.startswith("@"):
            out.append(block)
        else:
            out.append(trim_rule(block))
    return "".join(out)


def squeeze(css: str) -> str:
    """Our own CSS without comments and needless spaces."""
    css = _SPACE.sub(" ", _COMMENT.sub("", css))
    return re.sub(r" ?([{};,]) ?|(?<=[a-z-]:) ", lambda m: m.group(1) or "", css).replace(";}", "}").strip()


def style_sheet(root: Path = ROOT) -> str:
    """The one style sheet of the portal."""
    folder = root / "static" / "css"
    sheets = [
        *(folder / name for name in SHEETS_BEFORE),
        *sorted((folder / "components").glob("*.css")),
        *(folder / name for name in SHEETS_AFTER),
    ]
    vendor = (root / "static_build" / "vendor" / "bootstrap.min.css").read_text(encoding="utf-8")
    own = "".join(squeeze(sheet.read_text(encoding="utf-8")) for sheet in sheets)
    return f'@charset "UTF-8";{trim(vendor)}{own}'


def script(root: Path = ROOT) -> str:
    """The modules that every page needs, each in a block of its own so that their names do not meet."""
    folder = root / "static" / "js"
    parts = []
    for name in SCRIPTS:
        source = _COMMENT.sub("", (folder / name).read_text(encoding="utf-8"))
        lines = [
            line.strip() for line in source.splitlines() if line.strip() and not line.strip().startswith("//")
        ]
        parts.append("{\n" + "\n".join(lines) + "\n}")
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write both files; say in a sentence what is missing."""
    if not (ROOT / "static_build" / "vendor" / "bootstrap.min.css").exists():
        print(
            "static_build/vendor/bootstrap.min.css is missing: run scripts/assets.py first.", file=sys.stderr
        )
        return 1
    for path, text in (("css/portal.css", style_sheet()), ("js/portal.js", script())):
        target = ROOT / "static_build" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(f"{target.relative_to(ROOT)}  {len(text.encode()) / 1000:.1f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
