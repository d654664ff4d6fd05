"""Acts in words. Each app hands over its own when it starts (`AppConfig.ready`), so the record shows no codes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

_ACTS: dict[str, str] = {}
_FACTS: dict[tuple[str, str], str] = {}


def name_acts(acts: Mapping[str, str], *, facts: Mapping[str, str] | None = None) -> None:
    """Name acts, and the keys of `changes` that are no labelled model field.

    Words continue the actor's name: "Nguyễn Văn An đã sửa nhiệm vụ".
    """
    _ACTS.update(acts)
    apps = {act.partition(".")[0] for act in acts}
    _FACTS.update({(app, key): words for app in apps for key, words in (facts or {}).items()})


def words_of(act: str) -> str:
    """Return an act in words; a neutral phrase for an act of an app that is no longer installed."""
    return gettext(_ACTS[act]) if act in _ACTS else gettext("đã thực hiện một thao tác")


def fact_label(act: str, key: str) -> str:
    """Return the words an act's app has for a key of `changes`; empty for a key that is not shown."""
    words = _FACTS.get((act.partition(".")[0], key), "")
    return gettext(words) if words else ""


def named_acts() -> dict[str, str]:
    """Return every act with words, in the order of the words."""
    return dict(sorted(((act, gettext(words)) for act, words in _ACTS.items()), key=lambda item: item[1]))
