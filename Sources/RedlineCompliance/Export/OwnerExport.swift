import Redline
import RedlinePostgres

/// Exports all that is held on one owner, as of one instant, into a ZIP archive.
///
/// It reads in one transaction that sees what was committed when it began, however long it takes,
/// and writes row by row.
public struct OwnerExport: Sendable {
    private let pool: ConnectionPool
    private let files: FileContents

    /// Creates an exporter that reads through `pool`, and by `files` what lies in the folder of files.
    ///
    /// `files` gives nil for a file that is lost, and throws where the folder is out of reach: then
    /// there is no archive.
    public init(
        _ pool: ConnectionPool,
        files: @escaping @Sendable (FolderFile) throws -> [UInt8]?
    ) {
        self.pool = pool
        self.files = FileContents(content: files)
    }

    /// Writes an archive to an open file.
    ///
    /// - Parameters:
    ///   - owner: Whose records.
    ///   - descriptor: The file, which is written front to back.
    ///   - actor: Who asked, as the audit trail names them.
    ///   - progress: Told now and then which table is read, and how many rows it has had so far.
    /// - Returns: What went into the archive.
    /// - Throws: `ArchiveError`, `PostgresError`, `CancellationError`; what `files` throws.
    public func write(
        _ owner: Owner,
        to descriptor: Int32,
        for actor: AuditActor,
        progress: @Sendable (String, Int) -> Void = { _, _ in }
    ) async throws -> OwnerExportSummary {
        try await pool.withTransaction { connection in
            try connection.execute("set transaction isolation level repeatable read, read only")
            try connection.execute("set local statement_timeout = 0")
            try connection.execute("set local timezone = 'UTC'")
            let origin = try ExportOrigin(on: connection, owner: owner, actor: actor)
            let file = ArchiveFile(descriptor)
            let zip = try ZipWriter(file, at: origin.at)
            var manifest = ExportManifest(origin)
            for table in OwnerTable.all {
                try connection.execute(
                    "set local role \(table.isRecord ? "redline_compliance" : "none")"
                )
                try Task.checkCancellation()
                try manifest.add(
                    TableExport(table, owner: owner, files).write(to: zip, on: connection, progress)
                )
            }
            let index = ExportIndex(manifest)
            for (name, text) in [("index.html", index.html), ("index.txt", index.text)] {
                try zip.begin(name)
                try zip.write(text.utf8)
                manifest.members.append(try zip.end())
            }
            try zip.begin(ExportManifest.name)
            try zip.write(manifest.json.utf8)
            _ = try zip.end()
            let sha256 = try zip.close()
            return OwnerExportSummary(
                records: manifest.records,
                lostFiles: manifest.lostFiles,
                byteCount: file.byteCount,
                sha256: sha256,
                at: origin.at
            )
        }
    }
}
