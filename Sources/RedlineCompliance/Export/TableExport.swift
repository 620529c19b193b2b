import Redline
import RedlinePostgres

/// A table of an owner as two members of an archive: NDJSON and CSV.
struct TableExport {
    /// What was written of a table.
    struct Outcome {
        let table: OwnerTable
        let columns: [String]
        let records: Int
        let members: [ArchiveMember]
    }

    private let table: OwnerTable
    private let owner: Owner
    private static let stepOfProgress = 1_000

    init(_ table: OwnerTable, owner: Owner) {
        self.table = table
        self.owner = owner
    }

    func write(
        to zip: ZipWriter,
        on connection: isolated Connection,
        _ progress: (String, Int) -> Void
    ) throws -> Outcome {
        let statement = table.statement
        let parameters = statement.file.bind(["owner": .text(owner.name)])
        let columns = try connection.describe(statement.file.sql).columns.map(\.name)
        var records = 0
        try zip.begin("\(table.name).ndjson")
        try connection.stream(statement.asJSON, parameters) { rows in
            for row in 0..<rows.count {
                try rows.withBytes(row: row, column: 0) { try zip.write(Self.line(of: $0)) }
                records += 1
                guard records.isMultiple(of: Self.stepOfProgress) else { continue }
                try Task.checkCancellation()
                progress(table.name, records)
            }
        }
        let lines = try zip.end()
        try zip.begin("\(table.name).csv")
        try zip.write(CSVLine(columns).bytes)
        try connection.stream(statement.file.sql, parameters) { rows in
            for row in 0..<rows.count { try zip.write(CSVLine(rows, row: row).bytes) }
        }
        let values = try zip.end()
        progress(table.name, records)
        return Outcome(table: table, columns: columns, records: records, members: [lines, values])
    }

    /// A JSON text in one line: what was sent may have been spread over several.
    private static func line(of json: UnsafeRawBufferPointer?) -> [UInt8] {
        var line = json.map { [UInt8]($0) } ?? []
        for index in line.indices where line[index] == 0x0A || line[index] == 0x0D {
            // In a string of JSON there are none; elsewhere they are white space.
            line[index] = UInt8(ascii: " ")
        }
        line.append(0x0A)
        return line
    }
}
