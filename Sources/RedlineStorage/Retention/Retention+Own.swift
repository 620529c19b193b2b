import Redline
import RedlinePostgres

extension Retention {
    /// Rows that one transaction removes, about.
    static let rowsAtOnce = 5_000
    /// Such transactions of one run, for each kind; what is left goes with the next one.
    static let mostSteps = 200
    /// Partitions that are vacuumed after one run; the others are left to autovacuum.
    static let mostVacuumed = 100

    /// Removes what is past the time of its owner's own, and lies in weeks that stay.
    ///
    /// Some thousands of rows at a time, so that nobody who records waits for long. Then PostgreSQL
    /// is told to use their space again, and to give back what is empty at the end of a partition.
    static func removeOwnPast(
        on connection: Connection,
        _ run: inout RetentionRun
    ) async throws {
        var touched: Set<String> = []
        for kind in [RetentionKind.export, .interaction] {
            for _ in 0..<mostSteps {
                try Task.checkCancellation()
                let done = try await patiently(on: connection) { connection in
                    let row = try connection.run(
                        .removeOwnPast,
                        ["kind": .text(kind.rawValue), "most_rows": .integer(rowsAtOnce)]
                    ).first
                    return (
                        records: try row?["records"].int ?? 0,
                        rows: try row?["removed"].int ?? 0,
                        touched: try row?["touched"].string?.split(separator: " ").map(String.init)
                            ?? []
                    )
                }
                guard let done, done.rows > 0 else { break }
                run.removed += done.records
                touched.formUnion(done.touched)
            }
        }
        run.freedBytes += try await vacuum(touched.sorted(), on: connection)
    }

    /// Vacuums partitions; the bytes that this gave back to the disk.
    ///
    /// One that somebody else works on is left to autovacuum, and so are all where whoever is logged
    /// in does not own them.
    private static func vacuum(_ names: [String], on connection: Connection) async throws -> Int {
        guard !names.isEmpty else { return 0 }
        let before = try await size(of: names, on: connection)
        try await connection.executeScript("set statement_timeout = '60s'")
        for name in names.prefix(mostVacuumed) {
            guard !Task.isCancelled else { break }
            // The names are quoted: PostgreSQL made them.
            try? await connection.executeScript("vacuum (skip_locked) \(name)")
        }
        try await connection.executeScript("reset statement_timeout")
        return max(0, before - (try await size(of: names, on: connection)))
    }

    private static func size(of names: [String], on connection: Connection) async throws -> Int {
        try await connection.run(.sizeOfTables, ["tables": .array(names)])
            .first?["bytes"].int ?? 0
    }
}

extension RecordingStatement {
    fileprivate static let removeOwnPast = Self("remove_own_past")
    fileprivate static let sizeOfTables = Self("size_of_tables")
}
