import Redline
import RedlinePostgres

extension ReportDefinition {
    /// The columns of the result: the grouping, then the declared ones.
    func reportColumns(for arguments: ReportArguments) -> [ReportColumn] {
        var result: [ReportColumn] = []
        if !groupings.isEmpty {
            result.append(
                ReportColumn(
                    name: arguments.values["by"] ?? "by",
                    unit: .text,
                    summary: "What the row is about."
                )
            )
        }
        return result + columns
    }

    /// The columns of the totals as the statement names them.
    var trailingColumns: [ReportColumn] {
        totals.map { total in
            var column = total
            column.name = statementName(ofTotal: total.name)
            return column
        }
    }

    /// Compares the declaration with what PostgreSQL describes: names, order and types.
    ///
    /// - Throws: `ReportFileError` for the first difference.
    func check(
        _ description: StatementDescription,
        _ arguments: ReportArguments
    ) throws(ReportFileError) {
        let declared = reportColumns(for: arguments) + trailingColumns
        let found = description.columns
        guard declared.map(\.name) == found.map(\.name) else {
            throw fault(
                "declares the columns \(declared.map(\.name).joined(separator: ", ")), and the "
                    + "statement gives \(found.map(\.name).joined(separator: ", "))",
                "make the header and the statement agree"
            )
        }
        for (column, described) in zip(declared, found)
        where !column.unit.sqlTypes.contains(described.type.name) {
            throw fault(
                "the column \(column.name) is declared as \(column.unit.rawValue), and the "
                    + "statement gives \(described.type.name)",
                "cast it to \(column.unit.sqlTypes.joined(separator: " or "))"
            )
        }
    }

    private func fault(_ problem: String, _ advice: String) -> ReportFileError {
        ReportFileError(file: "\(name).sql", line: 1, problem: problem, advice: advice)
    }
}

extension ReportUnit {
    /// The SQL types that a column of this unit may have.
    var sqlTypes: [String] {
        switch self {
        case .text: ["text"]
        case .id: ["text", "uuid"]
        case .count: ["bigint", "integer"]
        case .ratio, .score, .characters, .seconds, .milliseconds: ["double precision"]
        case .date: ["date"]
        case .timestamp: ["timestamp with time zone"]
        case .json: ["json", "jsonb"]
        }
    }
}
