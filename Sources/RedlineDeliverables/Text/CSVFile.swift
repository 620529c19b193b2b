import Redline

/// The data of a deliverable as one table, as RFC 4180 has it: UTF-8, a header, lines that end in
/// CR LF, quotes where they are needed.
///
/// There is a row for each row of each table (one, where the document has no table). The document's
/// fields stand in every row, so that each line says whose it is.
enum CSVFile {
    /// The most cells in which the document's fields are repeated; beyond, only the first row has
    /// them.
    static let repeatedLimit = 1_000_000
    /// The most bytes of them; beyond, too.
    static let repeatedByteLimit = 64 << 20

    static func bytes(of deliverable: Deliverable) -> [UInt8] {
        let flat = FlatDocument(
            deliverable.document.finalData,
            priorityFields: deliverable.preferences.priorityFields
        )
        var names = ColumnNames()
        var header = flat.fields.map { names.unused($0.name) }
        for table in flat.tables {
            let prefix = table.name.isEmpty ? "" : table.name + "."
            header += table.columns.map { names.unused(prefix + $0) }
        }
        guard !header.isEmpty else { return [] }
        var line = CSVLine()
        line.append(cells: header.map(FlatCell.text))
        line.end()
        write(flat, to: &line, width: header.count)
        return line.bytes
    }

    private static func write(_ flat: FlatDocument, to line: inout CSVLine, width: Int) {
        let fieldCount = flat.fields.count
        let rowCount = flat.tables.reduce(0) { $0 + $1.rows.count }
        var fields = CSVLine()
        fields.append(cells: flat.fields.map(\.cell))
        guard rowCount > 0 else {
            line.begin(with: fields, columns: fieldCount)
            line.skip(width - fieldCount)
            line.end()
            return
        }
        let isRepeated =
            fieldCount * rowCount <= repeatedLimit
            && fields.bytes.count * rowCount <= repeatedByteLimit
        var isFirst = true
        var before = 0
        for table in flat.tables {
            let count = table.columns.count
            for row in table.rows {
                if isFirst || isRepeated {
                    line.begin(with: fields, columns: fieldCount)
                } else {
                    line.skip(fieldCount)
                }
                line.skip(before)
                line.append(cells: row.values(count))
                line.skip(width - fieldCount - before - count)
                line.end()
                isFirst = false
            }
            before += count
        }
    }
}

/// Names of columns, each once.
private struct ColumnNames {
    private var used: Set<ExactText> = []

    mutating func unused(_ name: String) -> String {
        var candidate = name
        var number = 1
        while !used.insert(ExactText(candidate)).inserted {
            number += 1
            candidate = "\(name) (\(number))"
        }
        return candidate
    }
}
