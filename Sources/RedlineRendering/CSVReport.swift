import Redline

/// Renders the rows of a report with the bytes of `psql -X --csv`.
///
/// As psql does, a field is quoted only where it has to be; NULL and the empty string look alike,
/// booleans are `t` and `f`, lines end in a line feed. Totals that are figures of their own stand in
/// every row, as in the statement's result; a row of totals is none of the rows, and is left out.
enum CSVReport {
    static func render(_ report: Report, to sink: ([UInt8]) throws -> Void) rethrows {
        var bytes: [UInt8] = []
        let columns = report.columns + report.trailingColumns
        appendLine(columns.map { .text($0.name) }, to: &bytes)
        for row in report.rows {
            appendLine(report.cellsWithTotals(row), to: &bytes)
            if bytes.count >= ReportFormat.pieceSize {
                try sink(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        if !bytes.isEmpty { try sink(bytes) }
    }

    private static func appendLine(_ cells: [ReportCell], to bytes: inout [UInt8]) {
        var isFirst = true
        for cell in cells {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            switch cell {
            case .null: break
            case .text(let text), .json(let text), .number(let text): append(text, to: &bytes)
            case .integer(let value): bytes.append(contentsOf: String(value).utf8)
            case .boolean(let value): bytes.append(UInt8(ascii: value ? "t" : "f"))
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        // On a line of its own, `\.` would end the data of a COPY.
        let isQuoted = CSVField.mustBeQuoted(text.utf8) || text.utf8.elementsEqual("\\.".utf8)
        CSVField.append(text.utf8, isQuoted: isQuoted, to: &bytes)
    }
}
