"""A line of a chart is what was scored, in order of days, with gaps where there was no score."""

from datetime import date
from decimal import Decimal

from rehab_app.instruments import registry
from rehab_app.instruments.instrument import Better
from rehab_app.instruments.trend import Point, Taken, series

JANUARY, FEBRUARY, MARCH = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)
WHOQOL = registry.scales("whoqol")


def test_lines_run_by_day_and_keep_the_moment_and_the_gap() -> None:
    taken = [
        Taken(MARCH, {"social": 75.0, "environment": 65.63, "q1": 4}, "akhir"),
        Taken(JANUARY, {"social": 50.0, "environment": None, "q1": 3}, "awal"),
        Taken(FEBRUARY, {"social": None, "environment": None, "q1": 3}),
    ]
    social, environment = series(WHOQOL, taken)
    assert (social.scale.name, environment.scale.name) == ("social", "environment")
    assert social.points == (
        Point(JANUARY, Decimal("50.0"), "awal"),
        Point(FEBRUARY, None),
        Point(MARCH, Decimal("75.0"), "akhir"),
    )
    assert (social.first, social.last) == (Decimal("50.0"), Decimal("75.0"))
    assert [point.value for point in environment.points] == [None, None, Decimal("65.63")]
    assert environment.first == environment.last == Decimal("65.63")


def test_the_last_value_is_the_last_there_is() -> None:
    (line,) = series(registry.scales("urica"), [Taken(JANUARY, {"readiness": 7.5}), Taken(MARCH, {"readiness": None})])
    assert (line.first, line.last) == (Decimal("7.5"), Decimal("7.5"))
    assert (int(line.scale.lowest), int(line.scale.highest), line.scale.better) == (-2, 14, Better.UP)


def test_a_scale_without_any_value_has_no_line() -> None:
    assert series(WHOQOL, [Taken(JANUARY, {"social": None})]) == ()
    assert series(WHOQOL, []) == ()


def test_scales_that_a_chart_does_not_show_are_drawn_when_asked_for() -> None:
    taken = [Taken(JANUARY, {"action": 4.1429, "readiness": 8.0, "unknown": 1})]
    assert [line.scale.name for line in series(registry.scales("urica"), taken)] == ["readiness"]
    every = series(registry.scales("urica"), taken, charted_only=False)
    assert [line.scale.name for line in every] == ["action", "readiness"]


def test_results_of_one_day_keep_their_order_and_a_zero_is_a_value() -> None:
    taken = [Taken(JANUARY, {"total": 4}), Taken(JANUARY, {"total": 0}), Taken(JANUARY, {"total": Decimal(2)})]
    (line,) = series(registry.scales("dast10"), taken)
    assert [point.value for point in line.points] == [Decimal(4), Decimal(0), Decimal(2)]
    assert (line.first, line.last) == (Decimal(4), Decimal(2))
    assert line.scale.better is Better.DOWN
    (line,) = series(registry.scales("dast10"), taken[1:2])
    assert line.first == Decimal(0)


def test_the_severities_of_an_assessment_make_lines() -> None:
    lines = series(registry.scales("asi"), [Taken(JANUARY, {"severity_drug": 8, "client_drug": 3})])
    assert [(line.scale.name, int(line.scale.highest)) for line in lines] == [("severity_drug", 9)]
