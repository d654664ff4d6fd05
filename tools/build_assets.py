"""Gather what the program serves but does not contain: styles, scripts, icons, fonts, the OCR model, translations.

Reads node_modules (after `npm ci`) and writes src/thidua/_built. Running it again when nothing changed takes well
under a second; the result depends on the inputs alone. `--force` builds all anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NPM = ROOT / "node_modules"
PACKAGE = ROOT / "src" / "thidua"
BUILT = PACKAGE / "_built"

sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")

COPIED = {
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "alpine/alpine.min.js": "@alpinejs/csp/dist/cdn.min.js",
}
SUBSETS = ("latin", "latin-ext", "vietnamese")
FACES = {  # family: (package, weights, styles, where it goes)
    "Be Vietnam Pro": ("be-vietnam-pro", (400, 500, 600, 700), ("normal",)),
    "Tinos": ("tinos", (400, 700), ("normal", "italic")),
}
PRINT_FACES = {
    "Tinos-Regular.ttf": (400, "normal"),
    "Tinos-Italic.ttf": (400, "italic"),
    "Tinos-Bold.ttf": (700, "normal"),
    "Tinos-BoldItalic.ttf": (700, "italic"),
}
MODEL = "@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz"


def write(path: Path, content: bytes) -> None:
    """Write a file only when its content changes, so that times tell what did."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def copy_vendor() -> None:
    for target, source in COPIED.items():
        write(BUILT / "vendor" / target, SOURCE_MAP.sub(b"\n", (NPM / source).read_bytes()))


def copy_web_fonts() -> None:
    """Write one fonts.css with a face for each subset, so that a browser fetches only what a page's letters need."""
    rules = []
    for family, (package, weights, styles) in FACES.items():
        ranges = json.loads((NPM / "@fontsource" / package / "unicode.json").read_text(encoding="utf-8"))
        for style in styles:
            for weight in weights:
                for subset in SUBSETS:
                    name = f"{package}-{subset}-{weight}-{style}.woff2"
                    write(BUILT / "vendor/fonts" / name, (NPM / "@fontsource" / package / "files" / name).read_bytes())
                    rules.append(
                        f'@font-face{{font-family:"{family}";font-style:{style};font-weight:{weight};'
                        f'font-display:swap;src:url("{name}") format("woff2");unicode-range:{ranges[subset]}}}'
                    )
    write(BUILT / "vendor/fonts/fonts.css", ("\n".join(rules) + "\n").encode())


def copy_icons() -> None:
    from thidua.ui.icons import ICONS

    wanted = {f"{name}.svg" for name in ICONS.values()}
    for name in sorted(wanted):
        write(BUILT / "icons" / name, (NPM / "@tabler/icons/icons/outline" / name).read_bytes())
    for path in (BUILT / "icons").glob("*.svg"):
        if path.name not in wanted:
            path.unlink()


def build_print_fonts() -> None:
    """Join the subsets of Tinos into whole TrueType fonts for papers.

    The subsets carry no mark positioning across each other, so text must be in NFC: see docs/reference/ui-kit.md.
    """
    from fontTools.merge import Merger
    from fontTools.merge.options import Options
    from fontTools.ttLib import TTFont

    files = NPM / "@fontsource/tinos/files"
    for target, (weight, style) in PRINT_FACES.items():
        with tempfile.TemporaryDirectory() as folder:
            parts = []
            # The Vietnamese subset first: where two subsets draw one letter the first is kept.
            for subset in ("latin", "vietnamese", "latin-ext"):
                font = TTFont(files / f"tinos-{subset}-{weight}-{style}.woff2", recalcTimestamp=False)
                font.flavor = None
                for table in ("GPOS", "GSUB", "GDEF", "DSIG", "hdmx", "VDMX", "LTSH", "fpgm", "prep", "cvt ", "gasp"):
                    if table in font:
                        del font[table]
                part = Path(folder) / f"{subset}.ttf"
                font.save(part)
                parts.append(str(part))
            merged = Merger(options=Options(drop_tables=[])).merge(parts)
            merged["head"].created = merged["head"].modified = 3_786_912_000
            merged.recalcTimestamp = False
            out = Path(folder) / target
            merged.save(out)
            write(BUILT / "fonts" / target, out.read_bytes())


def unpack_model() -> None:
    write(BUILT / "tessdata/vie.traineddata", gzip.decompress((NPM / MODEL).read_bytes()))


def compile_messages() -> None:
    from tools.messages import compile_catalogue

    for catalogue in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/django.po")):
        write(catalogue.with_suffix(".mo"), compile_catalogue(catalogue.read_text(encoding="utf-8")))


def build_demo() -> None:
    """Make the demo's papers and list as files of an office; needs the print fonts."""
    from tools import build_demo as demo

    demo.main()


def collect_static() -> None:
    """Run collectstatic as an installation serves it: hashed names, compressed copies."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(THIDUA_HOME=home, THIDUA_DEBUG="0", DATABASE_URL="")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("collectstatic", "--noinput", "--clear", verbosity=0)


def inputs() -> str:
    """Return a digest of all that the build reads."""
    seen = hashlib.sha256()
    own = [Path(__file__), ROOT / "tools/messages.py", ROOT / "package-lock.json", PACKAGE / "ui/icons.py"]
    own += [PACKAGE / "ui/staticfiles.py", PACKAGE / "config/settings.py"]
    own += [path for path in PACKAGE.glob("**/static/**/*") if path.is_file() and BUILT not in path.parents]
    own += PACKAGE.glob("locale/*/LC_MESSAGES/*.po")
    own += [ROOT / "tools/build_demo.py", PACKAGE / "cli/demo/structure.py", *PACKAGE.glob("cli/demo/papers/*.txt")]
    for path in sorted(own):
        seen.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    seen.update((NPM / ".package-lock.json").read_bytes())
    return seen.hexdigest()


def main() -> int:
    if not (NPM / ".package-lock.json").exists():
        print("node_modules is missing: run `npm ci` first", file=sys.stderr)
        return 1
    stamp = BUILT / "stamp"
    outputs = [po.with_suffix(".mo") for po in PACKAGE.glob("locale/*/LC_MESSAGES/django.po")]
    outputs += [BUILT / "static/staticfiles.json", *(BUILT / "fonts" / name for name in PRINT_FACES)]
    digest = inputs()
    is_current = stamp.exists() and stamp.read_text() == digest and all(path.exists() for path in outputs)
    if is_current and "--force" not in sys.argv:
        return 0
    stamp.unlink(missing_ok=True)
    if "--force" in sys.argv:
        shutil.rmtree(BUILT, ignore_errors=True)
    copy_vendor()
    copy_web_fonts()
    copy_icons()
    unpack_model()
    compile_messages()
    build_print_fonts()
    build_demo()
    collect_static()
    stamp.write_text(digest)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
