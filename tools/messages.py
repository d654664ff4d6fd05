"""Compare the texts of the program with the English catalogue; compile a catalogue.

Vietnamese is the source language: `python tools/messages.py` prints what lacks an English text (and fails), with
`--write` it adds the missing entries with an empty translation, ready to be filled in.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "thidua"
CATALOGUE = PACKAGE / "locale/en/LC_MESSAGES/django.po"

CALLS = {"gettext", "gettext_lazy", "_", "_now", "ngettext", "ngettext_lazy"}
CHOICES = {"TextChoices", "IntegerChoices"}
WORDS = {"ACTS", "FACTS", "COPY_TYPES"}
IN_TEMPLATE = (
    re.compile(r"""\{%-?\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')"""),
    re.compile(r"""_\(\s*(?:"([^"]+)"|'([^']+)')\s*\)"""),
)
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.S)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")

Message = tuple[str, ...]
"""A text, or a text and its plural."""


def from_template(text: str) -> Iterator[Message]:
    text = re.sub(r"\{#.*?#\}", "", text)
    for pattern in IN_TEMPLATE:
        for found in pattern.finditer(text):
            yield ((found[1] or found[2]).replace("%", "%%"),)  # Django looks a text of a template up this way
    for found in BLOCK.finditer(text):
        parts = [VARIABLE.sub(r"%(\1)s", part.replace("%", "%%")) for part in PLURAL.split(found[2])]
        if "trimmed" in found[1]:
            parts = [" ".join(part.split()) for part in parts]
        yield tuple(parts)


def from_python(text: str) -> Iterator[Message]:
    """Yield the literal arguments of gettext calls, the labels of stored fields and choices, the words of acts."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in CALLS and node.args:
                texts = [
                    one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]
                if texts:
                    yield tuple(texts[: 2 if name.startswith("ngettext") else 1])
            elif stored := _field_label(node):
                yield (stored,)
        elif isinstance(node, (ast.Assign, ast.AugAssign)) and isinstance(node.value, ast.Dict) and _is_words(node):
            for value in node.value.values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield (value.value,)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COLUMNS":
            yield from ((head,) for head in ast.literal_eval(node.value))
        elif isinstance(node, ast.ClassDef) and any(getattr(base, "attr", "") in CHOICES for base in node.bases):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                    label = line.value.elts[-1]
                    if isinstance(label, ast.Constant) and isinstance(label.value, str):
                        yield (label.value,)


def _field_label(call: ast.Call) -> str:
    """Return the label of a model's field: its first argument, for a relation `verbose_name`. Histories show it."""
    name = ast.unparse(call.func)
    if not name.startswith("models."):
        return ""
    given = [one.value for one in call.keywords if one.arg == "verbose_name"]
    if name.endswith("Field") and not name.endswith(("ToManyField", "ToOneField")):
        given += call.args[:1]
    return next((one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)), "")


def _is_words(node: ast.Assign | ast.AugAssign) -> bool:
    """Whether a dictionary holds words of acts (see `audit.enums.name_acts`) or of copies, or adds to them."""
    target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
    return isinstance(target, ast.Name) and target.id in WORDS


def from_definitions(path: Path) -> Iterator[Message]:
    """Yield what the pages show of types of paper and of the templates that come with the program."""
    raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    if path.name == "types.toml":
        yield from ((one["name"],) for one in raw["types"])
        return
    if path.name != "fields.toml":
        yield from ((raw["name"],), (raw["purpose"],))
        return
    for field in raw.values():
        yield from ((field["label"],), (field["meaning"],), *((one["title"],) for one in field.get("columns", ())))


def used() -> dict[Message, str]:
    """Return every text of the program and where it first stands."""
    found: dict[Message, str] = {}
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE)
        if {"_built", "tests", "migrations", "locale"} & set(place.parts):
            continue
        if path.suffix == ".html":
            messages = from_template(path.read_text(encoding="utf-8"))
        elif path.suffix == ".py":
            messages = from_python(path.read_text(encoding="utf-8"))
        elif path.name == "types.toml" or (path.suffix == ".toml" and "templates" in place.parts):
            messages = from_definitions(path)
        else:
            continue
        for message in messages:
            found.setdefault(message, str(place))
    return found


def read_catalogue(text: str) -> dict[Message, tuple[str, ...]]:
    """Read a .po file. Knows what ours holds: msgid, msgid_plural, msgstr, strings over several lines, comments."""
    entries: dict[Message, tuple[str, ...]] = {}
    ids: list[str] = []
    texts: list[str] = []
    target: list[str] = ids

    def finish() -> None:
        if ids:
            entries[tuple(ids)] = tuple(texts)

    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = re.fullmatch(r'(msgid|msgid_plural|msgstr|msgstr\[\d+\])?\s*("(?:[^"\\]|\\.)*")', line)
        if match is None:
            raise ValueError(f"line {number}: {line}")
        keyword, value = match[1], ast.literal_eval(match[2])
        if keyword == "msgid":
            finish()
            ids, texts = [value], []
            target = ids
        elif keyword == "msgid_plural":
            ids.append(value)
            target = ids
        elif keyword:
            texts.append(value)
            target = texts
        else:
            target[-1] += value
    finish()
    return entries


def compile_catalogue(text: str) -> bytes:
    """Return the .mo form of a .po file: the tables that gettext looks texts up in, sorted, without a hash table."""
    entries = {
        "\0".join(ids).encode(): "\0".join(texts).encode()
        for ids, texts in read_catalogue(text).items()
        if texts and all(texts)
    }
    keys = sorted(entries)
    head = 7 * 4
    offset = head + 16 * len(keys)
    originals, translations, pool = [], [], b""
    for table, words in ((originals, keys), (translations, [entries[key] for key in keys])):
        for word in words:
            table += [len(word), offset + len(pool)]
            pool += word + b"\0"
    numbers = [0x950412DE, 0, len(keys), head, head + 8 * len(keys), 0, 0, *originals, *translations]
    return struct.pack(f"<{len(numbers)}I", *numbers) + pool


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def entry(ids: Message, texts: tuple[str, ...]) -> str:
    if len(ids) == 1:
        return f"msgid {quoted(ids[0])}\nmsgstr {quoted(texts[0] if texts else '')}\n"
    forms = [*texts, "", ""][:2]
    lines = [f"msgstr[{at}] {quoted(form)}" for at, form in enumerate(forms)]
    return f"msgid {quoted(ids[0])}\nmsgid_plural {quoted(ids[1])}\n" + "\n".join(lines) + "\n"


HEADER = (
    "Project-Id-Version: thidua\nLanguage: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)


def main() -> int:
    catalogue = read_catalogue(CATALOGUE.read_text(encoding="utf-8")) if CATALOGUE.exists() else {}
    catalogue.pop(("",), None)
    wanted = used()
    missing = [message for message in wanted if not all(catalogue.get(message) or ("",))]
    if "--write" in sys.argv:
        kept = {message: catalogue.get(message, ()) for message in sorted(wanted)}
        blocks = ['msgid ""\nmsgstr ""\n' + "\n".join(quoted(line + "\n") for line in HEADER.splitlines()) + "\n"]
        blocks += [entry(ids, texts) for ids, texts in kept.items()]
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_text("\n".join(blocks), encoding="utf-8")
    for message in missing:
        print(f"{wanted[message]}: {message[0]}")
    if missing:
        print(f"{len(missing)} of {len(wanted)} texts have no English", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
