import Redline

/// A table in CSV (RFC 4180), also with semicolons or tabs between its fields: each row is an object
/// with the columns as members, whose values are texts.
struct CSVTable {
    private(set) var columns: [String] = []
    private(set) var rows: [SourceRow] = []
    private(set) var refused: [ImportedFile.Item] = []

    init(_ bytes: [UInt8]) {
        let head = bytes.prefix { $0 != UInt8(ascii: "\n") }
        let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
            .map { candidate in (candidate, head.count { $0 == candidate }) }
            .max { $0.1 < $1.1 }
        var reader = CSVReader(bytes, separator: separator?.0 ?? UInt8(ascii: ","))
        while let (line, fields) = reader.next() {
            if columns.isEmpty {
                columns = fields.map { $0.text.trimming(" ") }
            } else if fields.count != columns.count {
                let reason = "\(fields.count) fields, where the table has \(columns.count) columns"
                refused.append(.refused(line: line, reason: reason, text: []))
            } else if let row = row(fields, line) {
                rows.append(row)
            } else {
                refused.append(
                    .refused(line: line, reason: "not UTF-8, or too large", text: [])
                )
            }
        }
    }

    private func row(_ fields: [[UInt8]], _ line: Int) -> SourceRow? {
        var json = JSONWriter()
        json.beginObject()
        var seen: Set<String> = []
        for (column, field) in zip(columns, fields) where seen.insert(column).inserted {
            guard !field.isEmpty else { continue }
            guard let text = String(validating: field, as: UTF8.self) else { return nil }
            json.name(column)
            json.string(text)
        }
        json.endObject()
        guard let document = try? JSONDocument(parsing: json.bytes) else { return nil }
        return SourceRow(line: line, value: document.root)
    }
}

/// Reads rows of fields.
private struct CSVReader {
    private let bytes: [UInt8]
    private let separator: UInt8
    private var index = 0
    private var line = 1

    init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    /// The next row that is not empty, with the line that it begins on.
    mutating func next() -> (line: Int, fields: [[UInt8]])? {
        while index < bytes.count {
            let start = line
            let fields = row()
            if fields.count > 1 || fields.first?.isEmpty == false { return (start, fields) }
        }
        return nil
    }

    private mutating func row() -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\""), field.isEmpty {
                isQuoted = true
            } else if byte == separator {
                fields.append(field)
                field = []
            } else if byte == UInt8(ascii: "\n") {
                break
            } else if byte != UInt8(ascii: "\r") || index >= bytes.count
                || bytes[index] != UInt8(ascii: "\n")
            {
                field.append(byte)
            }
        }
        return fields + [field]
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

extension String {
    /// The text without these characters at its ends.
    func trimming(_ character: Character) -> String {
        var text = self[...]
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
