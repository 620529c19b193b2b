import Foundation
import Redline
import RedlinePostgres

extension FolderFiles {
    /// Younger files are left alone by a sweep, whatever the database says: an hour, in seconds.
    public static let sweptAfter = 3_600

    /// Looks for files in the folder that the database does not know of, as they are left when an
    /// older database is put back, and removes them where somebody wants that; `found` is told of
    /// each that came there so many seconds ago.
    ///
    /// The audit trail tells of a removal before it is begun, and afterwards what was removed.
    ///
    /// An entry is there before its file is, so that what has none is no file of this database. Only
    /// what has the name of a file is looked at, and no link is followed.
    ///
    /// - Throws: `FilesFolderError` where the folder cannot be used, or is not the database's;
    ///   `PostgresError`; what `found` throws.
    public func sweep(
        removingFor actor: AuditActor?,
        after seconds: Int = sweptAfter,
        found: (FilesSweep.Unknown) throws -> Void
    ) async throws -> FilesSweep {
        // A folder that says nothing of itself is none to take anything from.
        _ = try opened()
        try await claim()
        let seesAll = try await pool.withTransaction { connection in
            try connection.run(.seesAllFiles).first?["sees_all"].bool == true
        }
        guard seesAll else { throw FilesFolderError.entriesHidden }
        let (opened, id) = try opened()
        var sweep = FilesSweep()
        guard let actor else {
            try await look(through: opened, of: id, after: seconds, removing: false, found, &sweep)
            return sweep
        }
        let trail = AuditTrail(pool)
        try await trail.record(AuditedAct(.sweepFiles, detail: ["step": "begun"]), by: actor)
        do {
            try await look(through: opened, of: id, after: seconds, removing: true, found, &sweep)
        } catch {
            // What went before that is told of; what broke it off says more than a second fault.
            _ = try? await trail.record(sweep.act(step: "broken_off"), by: actor)
            throw error
        }
        try await trail.record(sweep.act(step: "finished"), by: actor)
        return sweep
    }

    private func look(
        through opened: OpenFilesFolder,
        of id: UUID,
        after seconds: Int,
        removing isRemoving: Bool,
        _ found: (FilesSweep.Unknown) throws -> Void,
        _ sweep: inout FilesSweep
    ) async throws {
        let (places, foreign) = try opened.places()
        sweep.foreign = foreign
        for place in places {
            try Task.checkCancellation()
            let (files, foreign) = try opened.files(in: place)
            sweep.foreign += foreign
            let unknown = try await unknown(Array(files.keys), in: id)
            sweep.known += files.count - unknown.count
            let now = Int(Date.now.timeIntervalSince1970)
            let old = unknown.filter { now - (files[$0]?.cameAt ?? now) >= seconds }
            sweep.young += unknown.count - old.count
            for file in old.sorted(by: { $0.uuidString < $1.uuidString }) {
                let bytes = files[file]?.bytes ?? 0
                sweep.unknown += 1
                sweep.unknownBytes += bytes
                try found(.init(name: "\(place)/\(FilesFolder.text(file))", bytes: bytes))
            }
            guard isRemoving, !old.isEmpty else { continue }
            let (gone, fault) = opened.remove(old)
            sweep.removed += gone.count
            sweep.removedBytes += gone.reduce(0) { $0 + (files[$1]?.bytes ?? 0) }
            sweep.fault = sweep.fault ?? fault
        }
    }

    /// Those of the files that the database has no entry of; the folder is its own, still.
    private func unknown(_ files: [UUID], in folder: UUID) async throws -> [UUID] {
        guard !files.isEmpty else { return [] }
        guard try await noted(nil) == folder else { throw try await another(than: folder) }
        return try await pool.withTransaction { connection in
            try connection.run(.unknownFiles, ["files": .array(files)])
                .compactMap { try $0["file_id"].uuid }
        }
    }

    /// How many files there are, how many bytes rows name of them, and how many are to be removed.
    ///
    /// - Throws: `PostgresError`.
    public func sizes() async throws -> (files: Int, bytes: Int, due: Int) {
        try await pool.withTransaction(role: OwnerHolds.role) { connection in
            let row = try connection.run(.sizeOfFiles).first
            return (
                try row?["files"].int ?? 0, try row?["bytes"].int ?? 0, try row?["due"].int ?? 0
            )
        }
    }
}

extension FilesSweep {
    fileprivate func act(step: String) -> AuditedAct {
        AuditedAct(
            .sweepFiles,
            records: removed,
            detail: ["step": step, "removed_bytes": "\(removedBytes)"]
        )
    }
}

extension RecordingStatement {
    fileprivate static let unknownFiles = Self("unknown_files")
    fileprivate static let seesAllFiles = Self("sees_all_files")
    fileprivate static let sizeOfFiles = Self("size_of_files")
}
