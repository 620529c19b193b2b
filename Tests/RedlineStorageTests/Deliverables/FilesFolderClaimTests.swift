import Foundation
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Which folder of files is a database's")
struct FilesFolderClaimTests {
    private func fault(of kept: KeptFiles, _ path: String) async throws -> FilesFolderError? {
        do {
            try await FolderFiles(kept.pool, folder: FilesFolder(path: path)).claim()
            return nil
        } catch let error as FilesFolderError {
            return error
        }
    }

    @Test("is that with its id, wherever that is mounted, and no other")
    func another() async throws {
        try await KeptFiles.with { kept in
            try await kept.record(1, "ana@example.com", "content")
            #expect(try await fault(of: kept, kept.path) == nil)
            let ids = try await kept.database.column("select folder_id from redline.files_folder")
            let known = try #require(ids.first)
            try await TemporaryFolder.with { other in
                chmod(other.path, 0o700)
                #expect(
                    try await fault(of: kept, other.path)
                        == .another(path: other.path, known: known, found: nil)
                )
                #expect(KeptFiles.names(in: other.path) == [])
                // The folder under another name is the folder.
                let mark = "\(kept.path)/redline-files"
                #expect(rename(mark, "\(other.path)/redline-files") == 0)
                #expect(try await fault(of: kept, other.path) == nil)
                let lost = try #require(try await fault(of: kept, kept.path))
                #expect("\(lost)".contains(known))
                #expect("\(lost)".contains("Is the right one mounted?"))
                // What runs already neither writes there nor takes a file for removed.
                await #expect(throws: FilesFolderError.self) {
                    try await kept.record(2, "ana@example.com", "more")
                }
                try await kept.database.run("delete from redline.deliverable_file")
                await #expect(throws: FilesFolderError.self) { try await kept.folder.removeDue() }
                #expect(try await kept.entries() == ["ana@example.com due"])
            }
        }
    }

    @Test("is not that of another database, nor one with other things in it")
    func foreign() async throws {
        try await KeptFiles.with { kept in
            try await MigratedDatabase.with { database in
                try await database.run("update redline.installation set id = gen_random_uuid()")
                let pool = ConnectionPool(database.options, limits: .init(connections: 1))
                let foreign = FolderFiles(pool, folder: FilesFolder(path: kept.path))
                await #expect(throws: FilesFolderError.ofAnother(path: kept.path)) {
                    try await foreign.claim()
                }
                try await TemporaryFolder.with { other in
                    chmod(other.path, 0o700)
                    _ = try other.write("diary.txt", "dear")
                    let occupied = FolderFiles(pool, folder: FilesFolder(path: other.path))
                    await #expect(throws: FilesFolderError.notEmpty(path: other.path)) {
                        try await occupied.claim()
                    }
                }
                let none = "select count(*) from redline.files_folder"
                #expect(try await database.column(none) == ["0"])
                await pool.shutdown()
            }
        }
    }

    @Test("is one, also where two services make it at the same time")
    func together() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                chmod(folder.path, 0o700)
                let path = folder.path
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            let limits = ConnectionPool.Limits(connections: 1)
                            let pool = ConnectionPool(database.options, limits: limits)
                            try await FolderFiles(pool, folder: FilesFolder(path: path)).claim()
                            await pool.shutdown()
                        }
                    }
                    try await group.waitForAll()
                }
                let names = try FileManager.default.contentsOfDirectory(atPath: path)
                #expect(names == ["redline-files"])
            }
        }
    }

    @Test("is no other than the one that PostgreSQL noted, whatever the folder says")
    func writing() async throws {
        try await KeptFiles.with { kept in
            let mark = URL(fileURLWithPath: "\(kept.path)/redline-files")
            try Data("\(UUID()) x\n".utf8).write(to: mark)
            await #expect(throws: FilesFolderError.self) {
                try await kept.record(1, "ana@example.com", "content")
            }
            #expect(kept.count == 0)
            await #expect(throws: FilesFolderError.self) { try await kept.folder.removeDue() }
        }
    }
}
