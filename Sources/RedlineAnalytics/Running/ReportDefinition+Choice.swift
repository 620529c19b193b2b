import Redline
import RedlinePostgres

extension ReportDefinition {
    /// The columns of a result of which some alone are wanted: the grouping one and those.
    ///
    /// - Precondition: The report has them, and no totals.
    func reportColumns(for arguments: ReportArguments, only names: [String]) -> [ReportColumn] {
        precondition(
            totals.isEmpty && Set(columns.map(\.name)).isSuperset(of: names),
            "\(name) has no such columns by themselves: \(names.joined(separator: ", "))"
        )
        let all = reportColumns(for: arguments)
        let grouping = groupings.isEmpty ? [] : all.prefix(1)
        return grouping + all.dropFirst(grouping.count).filter { names.contains($0.name) }
    }
}

extension PreparedReportQuery {
    /// The same rows with these of their columns.
    ///
    /// What the others alone need is not worked out by PostgreSQL: percentiles, examples.
    func selecting(_ columns: [ReportColumn]) -> PreparedReportQuery {
        let names = columns.map { PsqlVariables.quotedIdentifier($0.name) }
        var statement = Substring(sql)
        while let last = statement.last, last.isWhitespace || last == ";" {
            statement.removeLast()
        }
        return PreparedReportQuery(
            sql: "select \(names.joined(separator: ", ")) from (\n\(statement)\n) report",
            parameterNames: parameterNames
        )
    }
}
