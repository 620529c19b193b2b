import Redline
import RedlineRendering

/// The figures of the dashboard, added up from its reports' days.
struct DashboardFigures {
    private let editing: ReportReading
    private let accuracy: ReportReading
    private let funnel: ReportReading
    private let activity: ReportReading
    private let documents: [(column: String, value: String)]
    private let interactions: [(column: String, value: String)]
    private let days: DashboardDays

    init(_ selection: DashboardSelection, _ reports: DashboardPage.Reports) {
        editing = ReportReading(reports.editing)
        accuracy = ReportReading(reports.accuracy)
        funnel = ReportReading(reports.funnel)
        activity = ReportReading(reports.activity)
        documents = selection.rows(DashboardPage.documents)
        interactions = selection.rows(DashboardPage.interactions)
        days = DashboardDays(of: reports.editing)
    }

    /// The figures of documents.
    var ofDocuments: [DashboardFigure] { [untouched, edited, right, corrections, inFlight] }

    private typealias Words = RedlineWeb.Words.Dashboard

    private var untouched: DashboardFigure {
        let rows = editing.rows(where: documents)
        var figure = DashboardFigure(
            title: Words.untouched,
            explanation: Words.untouchedMeaning,
            report: "editing_rate",
            unit: .ratio
        )
        figure.take(
            sum(editing, rows, "untouched"),
            of: sum(editing, rows, "reviewed"),
            named: "reviews"
        )
        figure.trend = trend(
            editing,
            rows,
            ("untouched_rate", "untouched_low", "untouched_high")
        )
        return figure
    }

    private var edited: DashboardFigure {
        let rows = editing.rows(where: documents)
        var figure = DashboardFigure(
            title: Words.edited,
            explanation: Words.editedMeaning,
            report: "editing_rate",
            unit: .ratio
        )
        let fields = sum(editing, rows, "fields")
        let changed = sum(editing, rows, "modified") + sum(editing, rows, "deleted")
        figure.of = Words.of("\(GroupedNumber(fields))", "fields")
        if fields > 0 { figure.value = Double(changed) / Double(fields) }
        figure.trend = trend(
            editing,
            rows,
            ("field_edit_rate", "field_edit_low", "field_edit_high")
        )
        return figure
    }

    private var right: DashboardFigure {
        let rows = accuracy.rows(where: documents)
        var figure = DashboardFigure(
            title: Words.accuracy,
            explanation: Words.accuracyMeaning,
            report: "accuracy",
            unit: .ratio
        )
        // The report gives rates: the whole numbers that they are made of.
        let counts = rows.map { row in
            (
                right: (accuracy.number(row, "document_accuracy") ?? 0)
                    * Double(accuracy.count(row, "reviews")),
                reviews: accuracy.count(row, "reviews")
            )
        }
        figure.take(
            counts.reduce(0) { $0 + Int($1.right.rounded()) },
            of: counts.reduce(0) { $0 + $1.reviews },
            named: "reviews"
        )
        figure.trend = trend(accuracy, rows, ("document_accuracy", "document_low", "document_high"))
        return figure
    }

    private var corrections: DashboardFigure {
        let rows = editing.rows(where: documents)
        var figure = DashboardFigure(
            title: Words.corrections,
            explanation: Words.correctionsMeaning,
            report: "editing_rate",
            unit: .count
        )
        let all = sum(editing, rows, "fields_edited")
        figure.of = Words.corrections("\(GroupedNumber(all))", days: "\(rows.count)")
        if !rows.isEmpty { figure.value = Double(all) / Double(rows.count) }
        figure.trend = trend(editing, rows, ("fields_edited", nil, nil))
        return figure
    }

    private var inFlight: DashboardFigure {
        let rows = funnel.rows(where: documents)
        var figure = DashboardFigure(
            title: Words.flight,
            explanation: Words.flightMeaning,
            report: "funnel",
            unit: .count
        )
        let started = sum(funnel, rows, "started")
        figure.of = Words.of("\(GroupedNumber(started))", "started")
        figure.value = Double(
            started - sum(funnel, rows, "completed") - sum(funnel, rows, "abandoned")
        )
        figure.trend = trend(funnel, rows, ("started", nil, nil))
        return figure
    }

    /// Tool calls that failed.
    var failures: DashboardFigure {
        let rows = activity.rows(where: interactions)
        var figure = DashboardFigure(
            title: Words.failures,
            explanation: Words.failuresMeaning,
            report: "activity",
            unit: .ratio
        )
        figure.take(
            sum(activity, rows, "failed_calls"),
            of: sum(activity, rows, "tool_calls"),
            named: "tool calls"
        )
        let points = rows.map { row in
            let rate = Wilson.rate(
                activity.count(row, "failed_calls"),
                of: activity.count(row, "tool_calls")
            )
            return Sparkline.Point(
                label: activity.text(row, "day") ?? "",
                value: rate?.value,
                low: rate?.low,
                high: rate?.high
            )
        }
        figure.trend = days.filled(points, empty: nil)
        return figure
    }

    private func sum(_ report: ReportReading, _ rows: [Int], _ column: String) -> Int {
        rows.reduce(0) { $0 + report.count($1, column) }
    }

    /// The figures by day: a day without any is a gap, or zero where something is counted.
    private func trend(
        _ report: ReportReading,
        _ rows: [Int],
        _ columns: (value: String, low: String?, high: String?)
    ) -> [Sparkline.Point] {
        let points = rows.map { row in
            Sparkline.Point(
                label: report.text(row, "day") ?? "",
                value: report.number(row, columns.value),
                low: columns.low.flatMap { report.number(row, $0) },
                high: columns.high.flatMap { report.number(row, $0) }
            )
        }
        return days.filled(points, empty: columns.low == nil ? 0 : nil)
    }
}
