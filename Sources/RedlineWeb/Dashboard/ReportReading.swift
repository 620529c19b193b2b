import Redline

/// A report's rows by the names of their columns.
struct ReportReading {
    private let report: Report
    private let places: [String: Int]

    init(_ report: Report) {
        let report = report.splitGrouping()
        self.report = report
        places = Dictionary(
            report.columns.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    var rows: Range<Int> { report.rows.indices }

    /// The rows of those values in those columns.
    func rows(where values: [(column: String, value: String)]) -> [Int] {
        rows.filter { row in
            values.allSatisfy { text(row, $0.column) == $0.value }
        }
    }

    func cell(_ row: Int, _ column: String) -> ReportCell {
        places[column].map { report.rows[row][$0] } ?? .null
    }

    func text(_ row: Int, _ column: String) -> String? {
        if case .text(let text) = cell(row, column) { text } else { nil }
    }

    func number(_ row: Int, _ column: String) -> Double? {
        switch cell(row, column) {
        case .integer(let value): Double(value)
        case .number(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .null, .text, .boolean, .json: nil
        }
    }

    func count(_ row: Int, _ column: String) -> Int {
        number(row, column).map { Int($0.rounded()) } ?? 0
    }
}
