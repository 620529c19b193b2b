import Redline
import RedlinePostgres

/// A table of an owner as two members of an archive: NDJSON and CSV.
struct TableExport {
    /// What was written of a table.
    struct Outcome {
        let table: OwnerTable
        let columns: [String]
        let records: Int
        /// How many of them have lost their file.
        let lost: Int
        let members: [ArchiveMember]
    }

    private let table: OwnerTable
    private let owner: Owner
    private let files: FileContents
    private static let stepOfProgress = 1_000

    init(_ table: OwnerTable, owner: Owner, _ files: FileContents) {
        self.table = table
        self.owner = owner
        self.files = files
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
        var lost = 0
        try zip.begin("\(table.name).ndjson")
        let json = table.hasFiles ? statement.asJSONWithFiles : statement.asJSON
        try connection.stream(json, parameters) { rows in
            for row in 0..<rows.count {
                var line = rows.withBytes(row: row, column: 0) { Self.line(of: $0) }
                if table.hasFiles, let file = try Self.file(of: rows[row]) {
                    if let content = try files.base64(of: file) {
                        try Self.put(content, into: &line)
                    } else {
                        lost += 1
                    }
                }
                try zip.write(line)
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
            for row in 0..<rows.count {
                let file = table.hasFiles ? try Self.file(of: rows[row]) : nil
                let line =
                    try file.map { CSVLine(rows, row: row, last: try files.base64(of: $0)) }
                    ?? CSVLine(rows, row: row)
                try zip.write(line.bytes)
            }
        }
        let values = try zip.end()
        progress(table.name, records)
        return Outcome(
            table: table,
            columns: columns,
            records: records,
            lost: lost,
            members: [lines, values]
        )
    }

    /// Where the content of a row lies, where that is in the folder of files.
    private static func file(of row: Row) throws -> FolderFile? {
        guard let id = try row["file_id"].string, let hash = try row["content_hash"].string,
            let length = try row["content_length"].int
        else { return nil }
        return FolderFile(id: id, contentHash: hash, length: length)
    }

    /// Puts a content into the line of its row, of which it is the last member.
    private static func put(_ content: [UInt8], into line: inout [UInt8]) throws {
        let open = Array(#""content":null}"#.utf8)
        guard line.dropLast().suffix(open.count).elementsEqual(open) else {
            preconditionFailure("the content is the last column of a table with files")
        }
        line.removeLast("null}\n".utf8.count)
        line.append(UInt8(ascii: "\""))
        line += content
        line += Array("\"}\n".utf8)
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
