import RedlineAnalytics

/// What the dashboard is of: a period, and where it is chosen an owner, a document type, a model.
public struct DashboardSelection: Sendable {
    /// The names of its parameters.
    public static let names = ["from", "to", "owner", "document_type", "model"]

    /// What was chosen, by name; what was left open is not there.
    public let values: [String: String]

    /// Takes what was chosen.
    public init(_ values: [String: String]) {
        self.values = values.filter { Self.names.contains($0.key) && !$0.value.isEmpty }
    }

    /// The parameters that all reports have.
    public var period: [String: String] {
        values.filter { ["from", "to", "owner"].contains($0.key) }
    }

    /// The rows of a report that are chosen, by their columns.
    func rows(_ columns: [String]) -> [(column: String, value: String)] {
        columns.compactMap { column in values[column].map { (column, $0) } }
    }

    /// The grouping by day and by what is chosen besides, of a report that knows those columns: it
    /// gives one row a day for the choice, with intervals that are the report's own.
    public func grouping(_ columns: [String], first: String = "day") -> String {
        ([first] + columns.filter { values[$0] != nil }).joined(separator: ",")
    }

    /// The same question for a report's page.
    func question(_ columns: [String], first: String = "day") -> [(String, String)] {
        ["from", "to", "owner"].map { ($0, values[$0] ?? "") } + [
            ("by", grouping(columns, first: first))
        ]
    }
}
