import Redline
import RedlineRendering

/// The days of the dashboard's period, so that a trend shows those on which there was nothing.
struct DashboardDays {
    /// The days in their order; nil where they are too many to draw each.
    private let labels: [String]?

    /// As many as figures are kept for.
    private static let most = 400

    /// Takes the period of a report, as far as its figures reach.
    init(of report: Report) {
        func day(_ name: String) -> Timestamp? {
            let value = report.parameters.first { $0.name == name }?.value
            guard case .text(let text)? = value else { return nil }
            return Timestamp(text)
        }
        guard let first = day("from"), let end = day("to"),
            let present = Timestamp(report.dataThrough)
        else {
            labels = nil
            return
        }
        var labels: [String] = []
        var day = first
        while day < end, day <= present {
            guard labels.count < Self.most else {
                self.labels = nil
                return
            }
            labels.append(day.date)
            day = day.adding(days: 1)
        }
        self.labels = labels
    }

    /// The points with one for each day: where there is none, without a figure, or with this one.
    func filled(_ points: [Sparkline.Point], empty: Double?) -> [Sparkline.Point] {
        guard let labels, !points.isEmpty else { return points }
        let known = Dictionary(
            points.map { ($0.label, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return labels.map { known[$0] ?? Sparkline.Point(label: $0, value: empty) }
    }
}
