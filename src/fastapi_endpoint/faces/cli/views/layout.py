"""The few shapes every view is made of: headings, labelled rows, aligned tables. Readable without colour."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

INDENT = 2
LABEL = 17
EVIDENCE = 26
GAP = 2
NARROWEST = 12
PROSE = 24
"""So wide is a column of sentences at least."""


Style = Literal["", "bold", "dim", "green", "red", "yellow", "cyan"]


class Trimmed:
    """Another renderable without the blanks at the ends of its lines."""

    def __init__(self, renderable: RenderableType) -> None:
        self.renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, each without what would be selected in vain."""
        for segments in console.render_lines(self.renderable, options, pad=False):
            while segments and not segments[-1].text.rstrip():
                segments.pop()
            yield from segments[:-1]
            yield from (Segment(last.text.rstrip(), last.style) for last in segments[-1:])
            yield Segment.line()


def heading(title: str, note: str = "") -> Text:
    """A section's title, with what belongs beside it."""
    text = Text.assemble("\n", (title, "bold"))
    if note:
        text.append(f": {note}")
    return text


def line(text: str, style: Style = "", *, indent: int = INDENT) -> Padding:
    """One paragraph, indented; it wraps where the terminal ends."""
    return Padding(Text(text, style=style), (0, 0, 0, indent))


def exact(text: str, *, indent: int = INDENT) -> Text:
    """A line to copy: it is never broken."""
    return Text(" " * indent + text, no_wrap=True, overflow="ignore")


class Aligned:
    """Columns without lines. The last one takes the line breaks.

    Where that leaves it no room, first cells that are too long stand on lines of their own; where even
    that is not enough, all columns take line breaks.
    """

    def __init__(self, rows: Iterable[Sequence[str | Text]], indent: int = INDENT, gap: int = GAP) -> None:
        self.rows = [[cell if isinstance(cell, Text) else Text(cell) for cell in row] for row in rows]
        self.indent = indent
        self.gap = gap

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The rows in the width there is."""
        columns = max((len(row) for row in self.rows), default=0)
        widths = [max(row[n].cell_len for row in self.rows if n < len(row)) for n in range(columns)]
        widths = [width + self.gap for width in widths]
        first = self._first(widths, options.max_width)
        if first is None:
            yield self._all_broken(columns)
            return
        places = list(accumulate((first, *widths[1:-1]), initial=self.indent))
        for row in self.rows:
            yield from _placed(row, places, console, options.max_width)

    def _first(self, widths: Sequence[int], width: int) -> int | None:
        """How wide the first column may be, so that the last keeps sentences together, or words at least."""
        if len(widths) < 2:
            return 0
        last = [row[-1] for row in self.rows if len(row) == len(widths)]
        room = width - self.indent - sum(widths[1:-1])
        narrowest = min(NARROWEST, widths[0])
        left = (min(widths[0], room - needed) for needed in _needed(last))
        return next((first for first in left if first >= narrowest), None)

    def _all_broken(self, columns: int) -> RenderableType:
        grid = Table.grid(padding=(0, self.gap, 0, 0))
        for _ in range(columns):
            grid.add_column(overflow="fold")
        for row in self.rows:
            grid.add_row(*row)
        return Padding(grid, (0, 0, 0, self.indent))


def _needed(cells: Sequence[Text]) -> tuple[int, int]:
    """The widths without which a column would break sentences too often, and without which words."""
    word = max((len(word) for cell in cells for word in cell.plain.split()), default=0)
    longest = max((cell.cell_len for cell in cells), default=0)
    return max(word, min(longest, PROSE)), word


def _placed(row: Sequence[Text], places: Sequence[int], console: Console, width: int) -> Iterator[Text]:
    """The lines of one row; a cell that reaches into the next one's place is followed by a new line."""
    told = Text()
    for place, cell in zip(places, row[:-1], strict=False):
        if told.cell_len >= place > 0:
            yield told
            told = Text()
        told.pad_right(place - told.cell_len)
        told.append_text(cell)
    place = places[len(row) - 1]
    if told.cell_len >= place:
        yield told
        told = Text()
    for line_ in row[-1].wrap(console, max(width - place, 1)) or [Text()]:
        told.pad_right(place - told.cell_len)
        yield told + line_
        told = Text()


def bullets(sentences: Iterable[str]) -> Aligned:
    """A list of sentences."""
    return Aligned((("-", sentence) for sentence in sentences), gap=1)


class Row:
    """A label, its value, and dim evidence: on one line where it fits, else on the lines after it.

    `shorter` is the evidence in fewer letters, longest first, for where it would not fit beside the value.
    """

    def __init__(
        self,
        label: str | Text,
        value: str,
        evidence: str = "",
        mark: str = "",
        *,
        column: int = LABEL,
        shorter: Sequence[str] = (),
    ) -> None:
        self.label = label if isinstance(label, Text) else Text(label)
        self.value = value
        self.evidence = evidence
        self.mark = mark
        self.column = column
        self.shorter = shorter

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines of the row in the width there is."""
        column = min(self.column, options.max_width * 3 // 5)
        room = max(options.max_width - INDENT - column, NARROWEST)
        label = Text(" " * INDENT) + self.label
        if self.label.cell_len + 1 > column:
            yield label
            label = Text()
        for text in self._lines(console, room):
            label.pad_right(INDENT + column - label.cell_len)
            yield label + text
            label = Text()

    def _lines(self, console: Console, room: int) -> list[Text]:
        value = Text(self.value)
        if self.mark:
            value.append(f"  {self.mark}", style="yellow")
        lines = list(value.wrap(console, room)) or [Text()]
        if not self.evidence:
            return lines
        last = lines[-1]
        evidence = self._fitting(room - last.cell_len - 2)
        if evidence is None:
            below = self._fitting(room) or Text((self.evidence, *self.shorter)[-1], style="dim")
            return [*lines, *below.wrap(console, room)]
        aligned = last.cell_len < EVIDENCE - 1 and EVIDENCE + evidence.cell_len <= room
        last.pad_right(EVIDENCE - last.cell_len if aligned else 2)
        last.append_text(evidence)
        return lines

    def _fitting(self, room: int) -> Text | None:
        """The longest form of the evidence that the room holds, or None."""
        forms = (Text(form, style="dim") for form in (self.evidence, *self.shorter))
        return next((form for form in forms if form.cell_len <= room), None)


def listed(items: Sequence[str], none: str = "none") -> str:
    """The items with commas, or `none`."""
    return ", ".join(items) if items else none


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 route`, `2 routes`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
