"""Tesseract in this process: one engine a thread, words with their places and confidence."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from thidua.lib.vanban.reading.limits import recognition_missing
from thidua.lib.vietnamese import clean

Image = NDArray[np.uint8]
_Job = TypeVar("_Job")
_Answer = TypeVar("_Answer")

_LANGUAGE = "vie"
_SYSTEM_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
)
THREADS = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """A recognised word in pixels of the picture given; `base` is the baseline and `height` the height of its line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    height: float
    confidence: float
    line: int
    """Number of its line within the picture."""


def tessdata_folder(folder: Path | None = None) -> Path:
    """Return the folder that holds the Vietnamese model; raise `UnreadableDocument` when there is none.

    Looked for in `folder`, the environment's THIDUA_TESSDATA, what the build put into the package, the system.
    """
    named = os.environ.get("THIDUA_TESSDATA")
    candidates = [folder, Path(named) if named else None, Path(__file__).parents[4] / "_built" / "tessdata"]
    candidates += [Path(system) for system in _SYSTEM_FOLDERS]
    for candidate in candidates:
        if candidate is not None and (candidate / f"{_LANGUAGE}.traineddata").is_file():
            return candidate
    raise recognition_missing()


class Recognizer:
    """A pool of engines. Use as a context; the engines end with it."""

    def __init__(self, folder: Path | None = None) -> None:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        try:
            import tesserocr
        except ImportError as error:
            raise recognition_missing() from error
        self._library: Any = tesserocr
        self._folder = str(tessdata_folder(folder))
        self._local = threading.local()
        self._engines: list[Any] = []
        self._pool = ThreadPoolExecutor(THREADS)

    def __enter__(self) -> Recognizer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        for engine in self._engines:
            engine.End()

    def map(self, work: Callable[[_Job], _Answer], jobs: Iterable[_Job]) -> list[_Answer]:
        """Do jobs on the engines' threads; answers keep the order of the jobs."""
        return list(self._pool.map(work, jobs))

    def _engine(self) -> Any:
        engine = getattr(self._local, "engine", None)
        if engine is None:
            engine = self._library.PyTessBaseAPI(path=self._folder, lang=_LANGUAGE, oem=self._library.OEM.LSTM_ONLY)
            engine.SetVariable("debug_file", os.devnull)
            # Lines of dots in forms are kept out of the dictionary's reach; tables are found by us.
            engine.SetVariable("textord_tabfind_find_tables", "0")
            self._local.engine = engine
            self._engines.append(engine)
        return engine

    def words(self, picture: Image, *, is_line: bool = False, dpi: int = 300) -> list[Seen]:
        """Recognise one block of text (or one line), dark on light, and return its words."""
        engine, library = self._engine(), self._library
        height, width = picture.shape
        engine.SetPageSegMode(library.PSM.SINGLE_LINE if is_line else library.PSM.SINGLE_BLOCK)
        engine.SetImageBytes(np.ascontiguousarray(picture).tobytes(), width, height, 1, width)
        engine.SetSourceResolution(dpi)
        seen: list[Seen] = []
        try:
            if not engine.Recognize():
                return seen
            iterator = engine.GetIterator()
            if iterator is None:
                return seen
            level, line_level = library.RIL.WORD, library.RIL.TEXTLINE
            line = 0
            for item in library.iterate_level(iterator, level):
                line += bool(item.IsAtBeginningOf(line_level))
                box = item.BoundingBox(level)
                if box is None or item.Empty(level):
                    continue
                text = clean(item.GetUTF8Text(level)).strip()
                if not text:
                    continue
                line_box = item.BoundingBox(line_level) or box
                base = _baseline(item.Baseline(line_level), (box[0] + box[2]) / 2, box[3])
                height = float(line_box[3] - line_box[1])
                left, top, right, bottom = (float(value) for value in box)
                confidence = item.Confidence(level) / 100
                seen.append(Seen(text, left, top, right, bottom, base, height, confidence, line))
        except RuntimeError:
            # The engine finds nothing at all in some noise and says so by failing.
            return seen
        finally:
            engine.Clear()
        return seen


def _baseline(line: Any, x: float, bottom: float) -> float:
    if not line:
        return bottom
    (x0, y0), (x1, y1) = line
    if x1 == x0:
        return float(y0)
    return float(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
