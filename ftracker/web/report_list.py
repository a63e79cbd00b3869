"""The reports there are, in the order of their menu."""

from ftracker.domain.reports.ranges import Preset
from ftracker.web.report_views import Report

REPORTS = {
    report.name: report
    for report in (
        Report(
            "summary", "Summary", "clipboard-data", "What came in, what went out, what changed."
        ),
        Report(
            "categories",
            "Categories",
            "pie-chart",
            "What the money was for.",
            own=("parent",),
        ),
        Report(
            "trends",
            "Trends",
            "graph-up",
            "How it moves from period to period.",
            own=("by", "shape"),
        ),
        Report(
            "profit-and-loss",
            "Profit and loss",
            "bar-chart",
            "What was left of each period, and how the year adds up.",
        ),
        Report(
            "cash-flow",
            "Cash flow",
            "shuffle",
            "From where the money came, and where it went.",
        ),
        Report("calendar", "Calendar", "calendar3", "On which days money is spent."),
        Report("payees", "Payees", "shop", "Who was paid, and who paid.", own=("show",)),
        Report("largest", "Largest", "sort-down", "The largest single transactions."),
        Report("refunds", "Refunds", "arrow-return-left", "What came back."),
        Report(
            "subscriptions",
            "Subscriptions",
            "arrow-repeat",
            "What comes again, by what it costs in a year.",
        ),
        Report(
            "net-worth",
            "Net worth",
            "bank",
            "What all accounts held, over time.",
            Preset.EVERYTHING,
        ),
        Report(
            "budgets",
            "Budgets",
            "clipboard-check",
            "What was planned against what came.",
            own=("cadence",),
        ),
        Report("goals", "Goals", "flag", "How goals were filled."),
        Report(
            "explore",
            "Explore",
            "grid-3x3",
            "Rows, columns and measure of your own choice.",
            own=("rows", "columns", "measure", "show"),
        ),
    )
}
# Reports that look at one section at a time.
OF_ONE_SECTION = frozenset(("categories", "trends", "payees", "largest", "calendar", "budgets"))
# Reports that are the same by week, month and year; those that look at no other days.
UNCUT = frozenset(
    ("cash-flow", "calendar", "payees", "largest", "refunds", "subscriptions", "explore")
)
ALONE = frozenset(REPORTS) - {"summary", "categories", "trends", "payees"}
