"""The cursor of the week: one meeting or one free half hour, moved by the arrows."""

from dataclasses import dataclass, replace

from rehab_app.ui.schedule.blocks import Block, Layout


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor stands: column and half hour, and the place among those who are met then (``Layout.stops``)."""

    column: int = 0
    slot: int = 0
    place: int = 0

    def block(self, layout: Layout) -> Block | None:
        """Return the meeting under the cursor, None on a free hour."""
        stops = layout.stops(self.column, self.slot)
        return stops[min(self.place, len(stops) - 1)]

    def within(self, layout: Layout) -> "Cursor":
        """Return the cursor, brought back into a week that is drawn anew."""
        column = max(0, min(self.column, len(layout.days) - 1))
        slot = max(layout.first_slot, min(self.slot, layout.slots - 1))
        return Cursor(column, slot, min(self.place, len(layout.stops(column, slot)) - 1))

    def on(self, block: Block, layout: Layout) -> "Cursor":
        """Return the cursor on a meeting."""
        return Cursor(block.column, block.first, layout.stops(block.column, block.first).index(block))

    def sideways(self, layout: Layout, step: int, *, is_carrying: bool) -> "Cursor | None":
        """Return the cursor one stop to the left or right; None where that is another week. Who carries goes by days."""
        stops = layout.stops(self.column, self.slot)
        if not is_carrying and 0 <= self.place + step < len(stops):
            return replace(self, place=self.place + step)
        column = self.column + step
        if not 0 <= column < len(layout.days):
            return None
        last = len(layout.stops(column, self.slot)) - 1
        return Cursor(column, self.slot, 0 if step > 0 and not is_carrying else last)

    def upwards(self, layout: Layout, step: int, *, is_carrying: bool) -> "Cursor":
        """Return the cursor one line up or down; a meeting of several half hours is passed in one step."""
        block = None if is_carrying else self.block(layout)
        following, before = (self.slot + 1, self.slot - 1) if block is None else (block.end, block.first - 1)
        slot = following if step > 0 else before
        lowest = 0 if is_carrying else layout.first_slot
        if not lowest <= slot < layout.slots:
            return self
        return Cursor(self.column, slot, min(self.place, len(layout.stops(self.column, slot)) - 1))
