import Redline

extension Chart {
    /// The chart that a report declares; nil where it declares none.
    init?(_ report: Report) {
        guard let declared = report.chart else { return nil }
        let rows = ChartRows(report.splitGrouping(), declared)
        guard let values = rows.column(.y) else { return nil }
        title = report.title
        self.values = values
        sizes = rows.column(.size)
        seriesName = ""
        switch declared.kind {
        case .trend:
            if let time = rows.timeGrouping {
                form = .lines
                positions = rows.report.columns[time]
                let others = rows.groupings.filter { $0 != time }
                seriesName = others.map { rows.report.columns[$0].name }.joined(separator: " · ")
                series = rows.lines(over: time, apart: others)
            } else {
                form = .bars
                positions = rows.subject(rows.groupings)
                series = [Series(name: "", points: rows.bars(named: rows.groupings))]
            }
        case .bar:
            form = .bars
            let names = rows.groupings + [rows.index(.x)].compactMap { $0 }
            positions = rows.subject(names)
            let bars = rows.bars(named: names).compactMap { $0 }
            // Of equal ones the report's own order stays.
            let longest = bars.enumerated().sorted { a, b in
                (b.element.value, a.offset) < (a.element.value, b.offset)
            }.prefix(declared.top ?? .max)
            series = [Series(name: "", points: longest.map(\.element))]
        case .reliability, .curve:
            guard let positions = rows.column(.x) else { return nil }
            form = declared.kind == .curve ? .curve : .reliability
            self.positions = positions
            series = [Series(name: "", points: rows.points())]
        }
        for index in series.indices where form == .bars {
            for place in series[index].points.indices {
                series[index].points[place]?.position = Double(place)
            }
        }
    }
}

/// The rows of a report as the points of a chart.
private struct ChartRows {
    let report: Report
    let declared: ReportChart
    /// The places of the grouping columns.
    let groupings: [Int]

    init(_ report: Report, _ declared: ReportChart) {
        self.report = report
        self.declared = declared
        let by = report.parameters.first { $0.name == "by" }?.value
        guard case .text(let names)? = by else {
            groupings = []
            return
        }
        groupings = names.split(separator: ",").compactMap { name in
            report.columns.firstIndex { $0.name == name }
        }
    }

    var timeGrouping: Int? {
        groupings.first { ["day", "week", "month"].contains(report.columns[$0].name) }
    }

    func index(_ role: ReportChart.Role) -> Int? {
        declared.columns[role].flatMap { name in
            report.columns.firstIndex { $0.name == name }
        }
    }

    func column(_ role: ReportChart.Role) -> ReportColumn? {
        index(role).map { report.columns[$0] }
    }

    /// What bars are about, in one column.
    func subject(_ names: [Int]) -> ReportColumn {
        let columns = names.map { report.columns[$0] }
        return ReportColumn(
            name: columns.map(\.name).joined(separator: " · "),
            unit: columns.count == 1 ? columns[0].unit : .text
        )
    }

    /// Points along a column of figures.
    func points() -> [Chart.Point?] {
        report.rows.map { row in
            guard let place = index(.x), let position = row[place].finite else { return nil }
            return point(row, at: position, row[place].figure(report.columns[place].unit))
        }
    }

    func bars(named names: [Int]) -> [Chart.Point?] {
        report.rows.enumerated().map { place, row in
            point(row, at: Double(place), label(row, names))
        }
    }

    /// A line for each group of the other columns, in the order of the report.
    func lines(over time: Int, apart others: [Int]) -> [Chart.Series] {
        var order: [String] = []
        var lines: [String: [Chart.Point?]] = [:]
        for row in report.rows {
            let name = others.isEmpty ? "" : label(row, others)
            if lines[name] == nil { order.append(name) }
            guard case .text(let date) = row[time], let day = Timestamp(date) else { continue }
            let position = Double(day.microseconds / 86_400_000_000)
            lines[name, default: []].append(point(row, at: position, date))
        }
        return order.map { name in
            // Rows may come in another order than that of time.
            let points = lines[name] ?? []
            return Chart.Series(
                name: name,
                points: Self.isAscending(points) ? points : sorted(points)
            )
        }
    }

    private static func isAscending(_ points: [Chart.Point?]) -> Bool {
        let places = points.compactMap { $0?.position }
        return zip(places, places.dropFirst()).allSatisfy { $0 <= $1 }
    }

    private func sorted(_ points: [Chart.Point?]) -> [Chart.Point?] {
        points.compactMap { $0 }.sorted { $0.position < $1.position }
    }

    private func label(_ row: [ReportCell], _ names: [Int]) -> String {
        names.map { row[$0].figure(report.columns[$0].unit) }.joined(separator: " · ")
    }

    private func point(_ row: [ReportCell], at position: Double, _ label: String) -> Chart.Point? {
        guard let y = index(.y), let value = row[y].finite else { return nil }
        return Chart.Point(
            position: position,
            label: label,
            value: value,
            low: index(.low).flatMap { row[$0].finite },
            high: index(.high).flatMap { row[$0].finite },
            size: index(.size).flatMap { row[$0].finite }
        )
    }
}

extension ReportCell {
    /// The figure, where it is one that can be drawn.
    var finite: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .null, .text, .boolean, .json: nil
        }
    }
}
