"""Draws a supervisor's portrait into the PDF: the few things that the portraits' SVG uses, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable

#: Portraits are drawn on a field of this size and fill a circle in it.
_FIELD, _BEYOND = 160.0, 175.0
_TOKEN = re.compile(r"[A-Z]|-?(?:\d+\.?\d*|\.\d+)")
_TRANSFORM = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "T": 2, "A": 7, "Z": 0}
Point = tuple[float, float]


class Portrait(Flowable):
    """A portrait from its SVG, ``size`` points wide and high."""

    def __init__(self, svg: str, size: float) -> None:
        super().__init__()
        self.svg, self.width, self.height = svg, size, size

    def draw(self) -> None:
        """Onto the page."""
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.translate(0, self.height)
        canvas.scale(self.width / _FIELD, -self.height / _FIELD)
        circle = canvas.beginPath()
        circle.circle(_FIELD / 2, _FIELD / 2, _FIELD / 2)
        canvas.clipPath(circle, stroke=0, fill=0)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for part in ElementTree.fromstring(self.svg):  # noqa: S314 - the file comes with the program
            _draw(canvas, part, {})
        canvas.restoreState()


def _draw(canvas: Canvas, part: ElementTree.Element, around: dict[str, str]) -> None:
    """A shape, or a group whose look its parts take over where they have none of their own."""
    look = around | part.attrib
    kind = part.tag.rpartition("}")[2]
    if kind == "g":
        canvas.saveState()
        _place(canvas, part.get("transform", ""))
        for inside in part:
            _draw(canvas, inside, {name: value for name, value in look.items() if name != "transform"})
        canvas.restoreState()
    elif kind in ("path", "circle", "ellipse"):
        path = canvas.beginPath()
        if kind == "path":
            _trace(path, part.get("d", ""))
        else:
            x, y = float(part.get("cx", 0)), float(part.get("cy", 0))
            wide, high = float(part.get("rx", part.get("r", 0))), float(part.get("ry", part.get("r", 0)))
            path.ellipse(x - wide, y - high, 2 * wide, 2 * high)
        _paint(canvas, path, look)


def _paint(canvas: Canvas, path: PDFPathObject, look: dict[str, str]) -> None:
    fill, stroke = look.get("fill", "none"), look.get("stroke", "none")
    canvas.setFillAlpha(float(look.get("fill-opacity", 1)))
    if fill != "none":
        canvas.setFillColor(HexColor(fill))
    if stroke != "none":
        canvas.setStrokeColor(HexColor(stroke))
        canvas.setLineWidth(float(look.get("stroke-width", 1)))
    canvas.drawPath(path, stroke=int(stroke != "none"), fill=int(fill != "none"), fillMode=1)


def _place(canvas: Canvas, transform: str) -> None:
    for name, inside in _TRANSFORM.findall(transform):
        numbers = [float(number) for number in inside.replace(",", " ").split()]
        if name == "translate":
            canvas.translate(numbers[0], numbers[1])
        elif name == "scale":
            canvas.scale(numbers[0], numbers[-1])
        else:
            x, y = numbers[1:] or (0.0, 0.0)
            canvas.translate(x, y)
            canvas.rotate(numbers[0])
            canvas.translate(-x, -y)


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """The commands of a path, each with its numbers; a command that is not repeated holds on."""
    tokens = _TOKEN.findall(data)
    place, command = 0, "M"
    while place < len(tokens):
        if tokens[place].isalpha():
            command = tokens[place]
            place += 1
        count = _NUMBERS[command]
        yield command, [float(number) for number in tokens[place : place + count]]
        place += count
        command = "L" if command == "M" else command


def _trace(path: PDFPathObject, data: str) -> None:
    at: Point = (0.0, 0.0)
    bend: Point | None = None
    for command, numbers in _steps(data):
        if command == "Z":
            path.close()
            continue
        end = _end(command, numbers, at)
        if command == "M":
            path.moveTo(*end)
        elif command == "C":
            path.curveTo(numbers[0], numbers[1], numbers[2], numbers[3], *end)
        elif command == "A":  # along the edge of the field, which is clipped: so it may as well go round outside
            for x, y in ((at[0], _BEYOND), (end[0], _BEYOND), end):
                path.lineTo(x, y)
        elif command not in "QT":
            path.lineTo(*end)
        bend = _bend(command, numbers, at, bend)
        if bend is not None:
            first, second = _towards(at, bend), _towards(end, bend)
            path.curveTo(*first, *second, *end)
        at = end


def _end(command: str, numbers: list[float], at: Point) -> Point:
    """Where a step leads."""
    if command == "H":
        return numbers[0], at[1]
    return (at[0], numbers[0]) if command == "V" else (numbers[-2], numbers[-1])


def _bend(command: str, numbers: list[float], at: Point, before: Point | None) -> Point | None:
    """The point that a simple curve bends to; a smooth one mirrors the bend before it."""
    if command == "Q":
        return numbers[0], numbers[1]
    if command == "T":
        return (2 * at[0] - before[0], 2 * at[1] - before[1]) if before else at
    return None


def _towards(point: Point, bend: Point) -> Point:
    return point[0] + (bend[0] - point[0]) * 2 / 3, point[1] + (bend[1] - point[1]) * 2 / 3
