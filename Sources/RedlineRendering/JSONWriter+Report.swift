import Redline

extension JSONWriter {
    /// Writes an object with a member for each column.
    mutating func row(_ cells: [ReportCell], _ columns: [ReportColumn]) {
        beginObject()
        for (column, cell) in zip(columns, cells) {
            name(column.name)
            value(cell, column.unit)
        }
        endObject()
    }

    /// Writes a string, or null where there is none.
    mutating func textOrNull(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    /// Writes a cell; timestamps in RFC 3339.
    mutating func value(_ cell: ReportCell, _ unit: ReportUnit) {
        switch cell {
        case .null: null()
        case .text(let text): string(unit == .timestamp ? TimestampText.internet(text) : text)
        case .integer(let value): integer(value)
        case .number(let spelling): number(spelling)
        case .boolean(let value): boolean(value)
        // Within valid JSON line ends are white space, and NDJSON cannot have them.
        case .json(let text): raw(text.utf8.lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
        }
    }
}
