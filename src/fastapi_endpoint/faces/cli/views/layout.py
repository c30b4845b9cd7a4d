"""The few shapes every view is made of: headings, labelled rows, aligned tables. Readable without colour."""

from collections.abc import Iterable, Sequence
from typing import Literal

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

INDENT = 2
LABEL = 17

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


def table(rows: Iterable[Sequence[str | Text]], *, indent: int = INDENT, wrap: int = -1) -> Padding:
    """Aligned columns without lines; column `wrap` (from 0, or -1 for the last) takes the line breaks."""
    filled = [[cell if isinstance(cell, Text) else Text(cell) for cell in row] for row in rows]
    width = max((len(row) for row in filled), default=0)
    breaks = wrap % width if width else 0
    grid = Table.grid(padding=(0, 2, 0, 0))
    for index in range(width):
        grid.add_column(overflow="fold", no_wrap=index != breaks)
    for row in filled:
        grid.add_row(*row, *[Text()] * (width - len(row)))
    return Padding(grid, (0, 0, 0, indent))


class Row:
    """A label, its value, and dim evidence: on one line where it fits, else on the next one."""

    def __init__(self, label: str, value: str, evidence: str = "", mark: str = "") -> None:
        self.label = label
        self.value = value
        self.evidence = evidence
        self.mark = mark

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines of the row in the width there is."""
        start = INDENT + LABEL
        room = max(options.max_width - start, 20)
        value = Text(self.value)
        if self.mark:
            value.append(f"  {self.mark}", style="yellow")
        lines = list(value.wrap(console, room)) or [Text()]
        evidence = Text(self.evidence, style="dim")
        if self.evidence:
            if "\n" not in self.evidence and lines[-1].cell_len + 2 + evidence.cell_len <= room:
                lines[-1].pad_right(
                    max(26 - lines[-1].cell_len, 2) if self._aligns(lines[-1], evidence, room) else 2
                )
                lines[-1].append_text(evidence)
            else:
                lines.extend(evidence.wrap(console, room))
        for number, text in enumerate(lines):
            label = self.label if number == 0 else ""
            yield Text(" " * INDENT + label.ljust(LABEL)) + text

    @staticmethod
    def _aligns(value: Text, evidence: Text, room: int) -> bool:
        return value.cell_len < 24 and 26 + evidence.cell_len <= room


def listed(items: Sequence[str], none: str = "none") -> str:
    """The items with commas, or `none`."""
    return ", ".join(items) if items else none


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 route`, `2 routes`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
