"""From phrases to days: each phrase against the time of the text and the mentions before it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple

from parkie.matchers.dates.anchors import STOP_RE, is_ahead
from parkie.matchers.dates.phrase import Bounds, Phrase
from parkie.matchers.dates.reference import Reference

__all__ = ["Interval", "Resolver"]

# A report of January tells of last December: a month that lies this many days back at most, and farther ahead
# than back, is the past one.
RECENT = timedelta(days=120)
# A text of December announces January: ahead, with a cue, and this long since the last one.
LONG_AGO = timedelta(days=200)
# A stretch of which a report gives results is at least about a quarter long; so far behind its mention it goes on.
SEASON = timedelta(days=80)
REPORT_FAR, REPORT_NEAR = 600, 150
COMPARED = tuple("比较与同超")


class Interval(NamedTuple):
    """First and last day, both inclusive."""

    earliest: date
    latest: date


class Mention(NamedTuple):
    """What is remembered of a resolved mention: where it ended, what it was, when."""

    end: int
    phrase: Phrase
    interval: Interval
    dated: bool  # its year was written, in it or in the sentence before it


def _days_of(years: Bounds, months: Bounds | None, days: Bounds | None) -> Interval | None:
    """The days of the parts given; None where the calendar has no such day (31 June)."""
    months = months or Bounds(1, 12)
    first_year, first_month = years.first, months.first
    last_year, last_month = years.last + (months.last - 1) // 12, (months.last - 1) % 12 + 1
    if first_year < MINYEAR or last_year > MAXYEAR:
        return None
    top = monthrange(last_year, last_month)[1]
    if days is None:
        return Interval(date(first_year, first_month, 1), date(last_year, last_month, top))
    if days.first > top or (days.first == days.last and days.last > top):
        return None
    return Interval(
        date(first_year, first_month, days.first), date(last_year, last_month, min(days.last, top))
    )


def _step_month(year: int, month: int, steps: int) -> tuple[int, int]:
    count = year * 12 + month - 1 + steps
    return count // 12, count % 12 + 1


@dataclass(slots=True)
class Resolver:
    """Resolves the phrases of one text in their order; it remembers the mentions that later ones lean on."""

    text: str
    reference: Reference
    last_day: Mention | None = None
    last_month: Mention | None = None
    last: Mention | None = None
    last_period: Mention | None = None
    last_plan: Phrase | None = None

    def resolve(self, phrase: Phrase) -> Interval | None:
        """The interval of a phrase, or None where the text does not allow one."""
        interval = self._range(phrase) if phrase.until else self._single(phrase)
        self._remember(phrase, interval)
        return interval

    def told_year(self, phrase: Phrase) -> int | None:
        """The year that mentions before a phrase give it, which leaves its own open; None where none does."""
        if phrase.shift is not None:
            return self._compared_year(phrase) if phrase.shift.unit == "year" else None
        return self._carried_year(phrase) or self._reported_year(phrase)

    def _remember(self, phrase: Phrase, interval: Interval | None) -> None:
        if phrase.years and phrase.years.last - phrase.years.first == 4:
            self.last_plan = phrase
        if interval is None:
            # 8月9日 of an unknown year: 当日 after it is that day, not the day of an older mention.
            if phrase.granularity == "day" and phrase.months is not None:
                self.last_day = self.last_month = None
            if phrase.is_calendar and phrase.granularity != "day":
                self.last_period = None
            return
        dated = phrase.years is not None or (phrase.shift is not None and phrase.shift.unit == "year")
        dated = dated or self._reported_year(phrase) is not None
        if phrase.shift is None and phrase.months is not None:
            dated = dated or self._carried_year(phrase) is not None
        mention = Mention(phrase.end, phrase, interval, dated)
        self.last = mention
        if phrase.granularity == "day":
            self.last_day = mention
        elif not self._is_measure(phrase):
            self.last_period = mention
        if interval.latest - interval.earliest < timedelta(days=31):
            self.last_month = mention

    def _is_measure(self, phrase: Phrase) -> bool:
        """Whether the phrase is only what results are compared with: 去年同期, 比上年, 较年初."""
        if phrase.shift is not None and phrase.shift.unit == "period":
            return True
        return phrase.start > 0 and self.text[phrase.start - 1] in COMPARED

    def _single(self, phrase: Phrase) -> Interval | None:
        if phrase.shift is not None:
            return BY_UNIT[phrase.shift.unit](self, phrase, phrase.shift.steps, phrase.shift.back)
        if phrase.years is not None:
            return _days_of(phrase.years, phrase.months, phrase.days)
        if phrase.months is not None:
            return self._of_unnamed_year(phrase)
        if phrase.days is not None:
            return self._of_unnamed_month(phrase)
        return None

    def _range(self, phrase: Phrase) -> Interval | None:
        """The days from the left side to the right, which takes over what it does not name itself."""
        left, right = replace(phrase, until=None), phrase.until
        first = self._single(left)
        if first is None or right is None:
            return None
        inherits = right.years is None and right.shift is None
        if inherits:
            months = right.months or Bounds(first.earliest.month, first.earliest.month)
            right = replace(right, years=Bounds(first.earliest.year, first.earliest.year), months=months)
        elif right.shift is not None and right.shift.back:
            self._remember(left, first)
        last = self._single(right)
        if last is None:
            return None
        if inherits and last.latest < first.earliest and right.years is not None:
            right = replace(right, years=Bounds(right.years.first + 1, right.years.last + 1))
            last = self._single(right)
        return Interval(first.earliest, last.latest) if last and first.earliest <= last.latest else None

    # -- phrases that leave the year or the month open ------------------------------------------------------

    def _of_unnamed_year(self, phrase: Phrase) -> Interval | None:
        carried = self.told_year(phrase)
        year = carried or self.reference.current_year
        if year is None:
            return None
        interval = _days_of(Bounds(year, year), phrase.months, phrase.days)
        if carried or phrase.keep or self.reference.day is None:
            return interval
        return self._nearest_year(phrase, year, interval, self.reference.day)

    def _nearest_year(
        self, phrase: Phrase, year: int, given: Interval | None, today: date
    ) -> Interval | None:
        """The year of the text, unless a neighbouring year is plainly meant (12月28日 in a report of January)."""
        ahead = is_ahead(self.text, phrase)
        before = _days_of(Bounds(year - 1, year - 1), phrase.months, phrase.days)
        after = _days_of(Bounds(year + 1, year + 1), phrase.months, phrase.days)
        if given is None:
            return before if before and not ahead else after
        if given.latest > today and not ahead and before:
            back = today - before.latest
            return before if back < RECENT and back < given.latest - today else given
        if ahead and after and today - given.latest > LONG_AGO and phrase.granularity != "year":
            return after
        return given

    def _carried_year(self, phrase: Phrase) -> int | None:
        """The year of a month told earlier in the same sentence (2022年3月开工,12月竣工)."""
        before = self.last
        if before is None or not before.dated or before.phrase.months is None or phrase.months is None:
            return None
        if phrase.keep or phrase.start - before.end > 200 or self._apart(before.end, phrase.start):
            return None
        written = (before.phrase.months.first, before.phrase.days.first if before.phrase.days else 0)
        asked = (phrase.months.first, phrase.days.first if phrase.days else 31)
        return before.interval.latest.year if asked >= written else None

    def _reported_year(self, phrase: Phrase) -> int | None:
        """The past year that a report is about where the words mean the year of the text otherwise (全年, 年末).

        全年 takes the year of results told before it; 年初, 年末 and 年内 do so in its sentence or behind a 全年.
        """
        before, today = self.last_period, self.reference.current_year
        if not phrase.keep or phrase.months is None or before is None or not before.dated:
            return None
        year = before.interval.latest.year
        if before.interval.earliest.year != year or (today is not None and year >= today):
            return None
        same = not self._apart(before.end, phrase.start)
        whole = phrase.months == Bounds(1, 12) and phrase.granularity == "year"
        told = before.interval.latest - before.interval.earliest >= SEASON
        if not (whole and same) and not (told and (whole or same or before.phrase.keep)):
            return None
        far = REPORT_FAR if today is None or year == today - 1 else REPORT_NEAR
        if phrase.start - before.end > far or is_ahead(self.text, phrase):
            return None
        return year

    def _compared_year(self, phrase: Phrase) -> int | None:
        """The year of the results that 比上年 compares with the one before, where it is told."""
        before = self.last_period
        if before is None or not before.dated or not self.text.startswith("上", phrase.start):
            return None
        if not phrase.start or self.text[phrase.start - 1] not in COMPARED:
            return None
        told = before.interval.latest - before.interval.earliest >= SEASON
        same_year = before.interval.earliest.year == before.interval.latest.year
        return before.interval.latest.year if told and same_year else None

    def _apart(self, end: int, start: int) -> bool:
        """Whether a sentence ends between two mentions."""
        return STOP_RE.search(self.text, end, start) is not None

    def _of_unnamed_month(self, phrase: Phrase) -> Interval | None:
        """A bare day: of the month named before it in the sentence, else the nearest such day to the text's own."""
        days, today = phrase.days, self.reference.day
        near = self.last_month
        if days is None:
            return None
        if near is not None:
            same = near.end + 200 > phrase.start and not self._apart(near.end, phrase.start)
            named = today is None and near.phrase.days is not None
            if named or (same and (today is None or days.first >= near.interval.earliest.day)):
                year, month = near.interval.earliest.year, near.interval.earliest.month
                return _days_of(Bounds(year, year), Bounds(month, month), days)
        return self._nearest_month(phrase, days, today) if today else None

    def _nearest_month(self, phrase: Phrase, days: Bounds, today: date) -> Interval | None:
        options = []
        for steps in (0, -1):
            year, month = _step_month(today.year, today.month, steps)
            options.append(_days_of(Bounds(year, year), Bounds(month, month), days))
        this, previous = options
        if this is None or previous is None or this.earliest <= today or is_ahead(self.text, phrase):
            return this or previous
        return previous if today - previous.latest < this.earliest - today else this

    # -- words, by their unit -------------------------------------------------------------------------------

    def _year_word(self, phrase: Phrase, steps: int, back: bool) -> Interval | None:
        base = self.last.interval.earliest.year if back and self.last else None
        year = base if back else self._compared_year(phrase) or self.reference.current_year
        if year is None:
            return None
        return _days_of(Bounds(year + steps, year + steps), phrase.months, phrase.days)

    def _month_word(self, phrase: Phrase, steps: int, back: bool) -> Interval | None:
        near = self.last_month.interval.earliest if self.last_month else None
        base = near if back else self.reference.day or (near if phrase.keep else None)
        if base is None:
            return None
        year, month = _step_month(base.year, base.month, steps)
        return _days_of(Bounds(year, year), Bounds(month, month), phrase.days)

    def _quarter_word(self, phrase: Phrase, steps: int, back: bool) -> Interval | None:
        if self.reference.day is None:
            return None
        quarter = self.reference.day.year * 4 + (self.reference.day.month - 1) // 3 + steps
        first = quarter % 4 * 3 + 1
        return _days_of(Bounds(quarter // 4, quarter // 4), Bounds(first, first + 2), None)

    def _week_word(self, phrase: Phrase, steps: int, back: bool) -> Interval | None:
        if self.reference.day is None:
            return None
        days = phrase.days or Bounds(1, 7)
        return self._around(self.reference.day, 7 * steps - self.reference.day.isoweekday(), days)

    def _day_word(self, phrase: Phrase, steps: int, back: bool) -> Interval | None:
        near = self.last_day.interval.latest if self.last_day else None
        base = near if back else self.reference.day
        return self._around(base, steps, Bounds(0, 0)) if base else None

    @staticmethod
    def _around(base: date, steps: int, days: Bounds) -> Interval | None:
        try:
            return Interval(base + timedelta(steps + days.first), base + timedelta(steps + days.last))
        except OverflowError:
            return None

    def _same_period(self, phrase: Phrase, steps: int, back: bool) -> Interval | None:
        """去年同期: the period told before it, moved to that year."""
        before = self.last_period
        if before is None:
            return None
        current = self.reference.current_year or before.interval.earliest.year
        year = phrase.years.first if phrase.years else current + steps
        moved = year - before.interval.earliest.year
        if before.interval.earliest.year != before.interval.latest.year:
            return None
        first, last = before.interval.earliest, before.interval.latest
        years = Bounds(first.year + moved, first.year + moved)
        return _days_of(years, Bounds(first.month, last.month), None)

    def _plan_year(self, phrase: Phrase, steps: int, back: bool) -> Interval | None:
        """开局之年: of the plan named before it, else of the plan that the year of the text opens or ends."""
        if self.last_plan and self.last_plan.years:
            year = self.last_plan.years.first + steps
        elif self.reference.current_year and self.reference.current_year % 5 == (1 + steps) % 5:
            year = self.reference.current_year
        else:
            return None
        return _days_of(Bounds(year, year), None, None)


BY_UNIT: dict[str, Callable[[Resolver, Phrase, int, bool], Interval | None]] = {
    "year": Resolver._year_word,
    "quarter": Resolver._quarter_word,
    "month": Resolver._month_word,
    "week": Resolver._week_word,
    "day": Resolver._day_word,
    "period": Resolver._same_period,
    "plan": Resolver._plan_year,
}
