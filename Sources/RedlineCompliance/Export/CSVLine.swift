import Redline
import RedlinePostgres

/// A row as a line of CSV (RFC 4180, with a line feed at the end).
///
/// What an AI or a stranger wrote is in these cells: text that a spreadsheet would take for a formula
/// gets an apostrophe in front. The NDJSON beside it has the text as it is.
struct CSVLine {
    private(set) var bytes: [UInt8] = []

    /// The names of the columns.
    init(_ names: [String]) {
        for name in names { append(Array(name.utf8)) }
        end()
    }

    /// The values of a row.
    init(_ rows: Rows, row: Int) {
        for column in 0..<rows.columnCount {
            rows.withBytes(row: row, column: column) { append($0.map { [UInt8]($0) }) }
        }
        end()
    }

    /// The values of a row, the last of which is this one.
    init(_ rows: Rows, row: Int, last: [UInt8]?) {
        for column in 0..<rows.columnCount - 1 {
            rows.withBytes(row: row, column: column) { append($0.map { [UInt8]($0) }) }
        }
        append(last)
        end()
    }

    private mutating func append(_ value: [UInt8]?) {
        defer { bytes.append(UInt8(ascii: ",")) }
        guard let value else { return }
        guard FormulaText.isFormula(value) else {
            // An empty text is quoted, so that it is not taken for no value.
            let isQuoted = value.isEmpty || CSVField.mustBeQuoted(value)
            CSVField.append(value, isQuoted: isQuoted, to: &bytes)
            return
        }
        CSVField.append([UInt8(ascii: "'")] + value, isQuoted: true, to: &bytes)
    }

    private mutating func end() {
        if !bytes.isEmpty { bytes.removeLast() }
        bytes.append(UInt8(ascii: "\n"))
    }
}
