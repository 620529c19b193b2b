import Redline

/// A file as it was brought, in rows: the elements of a JSON array, lines of NDJSON, or rows of CSV
/// with their columns as members.
struct SourceFile {
    let name: String
    let rows: [SourceRow]
    /// What could not be read.
    let refused: [ImportedFile.Item]

    init(name: String, bytes: [UInt8]) {
        self.name = name
        var bytes = bytes
        // Some programs for tables write it, and JSON has none.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let first = bytes.first { $0 > 0x20 }
        if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") {
            if let rows = Self.wholeRows(bytes) {
                (self.rows, refused) = (rows, [])
            } else {
                (rows, refused) = Self.lines(bytes)
            }
        } else {
            let table = CSVTable(bytes)
            (rows, refused) = (table.rows, table.refused)
        }
    }

    /// The rows of a file that is one JSON text: an array, a page of an API's answer, or one object.
    private static func wholeRows(_ bytes: [UInt8]) -> [SourceRow]? {
        var limits = JSONLimits.record
        limits.bytes = Int(UInt32.max)
        guard let root = try? JSONDocument(parsing: bytes, limits: limits).root else { return nil }
        let rows =
            switch (root.kind, root["data"]?.kind) {
            case (.array, _): root.elements
            case (_, .array?): root["data"]?.elements ?? []
            default: [root]
            }
        var lines = LineCount(bytes)
        return rows.map { SourceRow(line: lines.line(at: $0.sourceOffset), value: $0) }
    }

    private static func lines(_ bytes: [UInt8]) -> ([SourceRow], [ImportedFile.Item]) {
        var rows: [SourceRow] = []
        var refused: [ImportedFile.Item] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where line.contains(where: { $0 > 0x20 }) {
            do throws(JSONParseError) {
                let root = try JSONDocument(parsing: Array(line)).root
                rows.append(SourceRow(line: number + 1, value: root))
            } catch {
                refused.append(
                    .refused(line: number + 1, reason: "not JSON: \(error)", text: Array(line))
                )
            }
        }
        return (rows, refused)
    }
}

/// A row of a source.
struct SourceRow {
    /// The line that it begins on, from 1.
    let line: Int
    let value: JSONView

    /// What is kept of it where no record can be made of it.
    var text: [UInt8] {
        value.withTextBytes { $0.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } }
    }

    /// Refuses it.
    func refused(_ reason: String) -> ImportedFile.Item {
        .refused(line: line, reason: reason, text: text)
    }
}

/// Counts lines up to places that come in order.
private struct LineCount {
    private let bytes: [UInt8]
    private var offset = 0
    private var count = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func line(at place: Int) -> Int {
        while offset < place {
            if bytes[offset] == UInt8(ascii: "\n") { count += 1 }
            offset += 1
        }
        return count
    }
}
