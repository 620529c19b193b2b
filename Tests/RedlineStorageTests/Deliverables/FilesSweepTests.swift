import Foundation
import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("A sweep of the folder of files")
struct FilesSweepTests {
    private static let unknown = "3f2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90"

    /// Puts something into the folder; what it says of its time is long ago.
    private static func put(
        _ kept: KeptFiles,
        _ name: String,
        _ content: String = "left"
    ) throws {
        let url = URL(filePath: "\(kept.path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(content.utf8).write(to: url)
        try FileManager.default.setAttributes(
            [.modificationDate: Date.now - 90_000],
            ofItemAtPath: url.path
        )
    }

    private static func swept(
        _ kept: KeptFiles,
        removing: Bool = false,
        after seconds: Int = 0
    ) async throws -> (FilesSweep, [String]) {
        var names: [String] = []
        let sweep = try await kept.folder.sweep(
            removingFor: removing ? .user("test") : nil,
            after: seconds
        ) {
            names.append("\($0.name) \($0.bytes)")
        }
        return (sweep, names)
    }

    @Test("lists what the database does not know of, and removes that alone where it is wanted")
    func removing() async throws {
        try await KeptFiles.with { kept in
            try await kept.record(1, "ana@example.com", "hers")
            try await kept.record(2, "ben@example.com", "his")
            // To be removed, and not yet: known, and not the sweep's.
            try await kept.database.run(
                "delete from redline.deliverable_file where owner = 'ben@example.com'"
            )
            try Self.put(kept, "3f/\(Self.unknown)", "12345")
            try Self.put(kept, "3f/\(Self.unknown).unfinished", "123")
            let begun = "40000000-95c1-4f6e-9d5c-0c4d7e5b1a90"
            try Self.put(kept, "40/\(begun).unfinished", "1")
            let before = KeptFiles.names(in: kept.path)

            let (listed, names) = try await Self.swept(kept)
            #expect(names == ["3f/\(Self.unknown) 8", "40/\(begun) 1"])
            #expect(listed.known == 2 && listed.unknown == 2 && listed.unknownBytes == 9)
            #expect(listed.removed == 0 && listed.young == 0 && listed.foreign == 0)
            #expect(KeptFiles.names(in: kept.path) == before, "it only looked")

            let (removed, again) = try await Self.swept(kept, removing: true)
            #expect(again == names && removed.removed == 2 && removed.fault == nil)
            #expect(kept.count == 2)
            #expect(try await kept.contents(of: "ana@example.com") == ["hers"])
            #expect(try await Self.swept(kept).0 == FilesSweep(known: 2))
        }
    }

    @Test("tells the audit trail of a removal, before it and after it, and names no file")
    func audited() async throws {
        try await KeptFiles.with { kept in
            func told() async throws -> [[String?]] {
                try await kept.database.rows(
                    """
                    select actor, records, detail->>'step', detail->>'removed_bytes'
                    from redline.audit_entry where action = 'sweep_files' order by entry_id
                    """
                )
            }
            let later = "40000000-95c1-4f6e-9d5c-0c4d7e5b1a90"
            try Self.put(kept, "3f/\(Self.unknown)", "12345")
            try Self.put(kept, "40/\(later)", "123")
            _ = try await Self.swept(kept)
            #expect(try await told() == [], "it only looked")

            await #expect(throws: FilesFolderError.self) {
                _ = try await kept.folder.sweep(removingFor: .user("ana"), after: 0) {
                    if $0.name.hasPrefix("40") { throw FilesFolderError.entriesHidden }
                }
            }
            let first: [[String?]] = [
                ["user:ana", nil, "begun", nil], ["user:ana", "1", "broken_off", "5"],
            ]
            #expect(try await told() == first)
            _ = try await Self.swept(kept, removing: true)
            #expect(
                try await told() == first + [
                    ["user:test", nil, "begun", nil], ["user:test", "1", "finished", "3"],
                ]
            )
            let details = "select detail::text from redline.audit_entry"
            #expect(!"\(try await kept.database.rows(details))".contains(later))
        }
    }

    @Test("leaves what was put there less than an hour ago")
    func young() async throws {
        try await KeptFiles.with { kept in
            // Written just now, whatever time it says of itself.
            try Self.put(kept, "3f/\(Self.unknown)")
            let sweep = try await kept.folder.sweep(removingFor: .user("test")) { _ in }
            #expect(sweep == FilesSweep(young: 1))
            #expect(kept.count == 1)
            #expect(FolderFiles.sweptAfter == 3_600)
        }
    }

    @Test("follows no link, and leaves whatever is no file of redline's where it is")
    func foreign() async throws {
        try await KeptFiles.with { kept in
            try await TemporaryFolder.with { elsewhere in
                let other = "\(elsewhere.path)/\(Self.unknown)"
                try Data("not redline's".utf8).write(to: URL(filePath: other))
                for (name, target) in [("3f", elsewhere.path), ("40", "")] {
                    guard !target.isEmpty else {
                        try Self.put(kept, "\(name)/notes.txt")
                        continue
                    }
                    #expect(symlink(target, "\(kept.path)/\(name)") == 0)
                }
                // A link in the place of a file, a file in another's place, a folder with a file's name.
                let linked = "40000000-95c1-4f6e-9d5c-0c4d7e5b1a90"
                #expect(symlink(other, "\(kept.path)/40/\(linked)") == 0)
                try Self.put(kept, "40/\(Self.unknown)")
                try Self.put(kept, "40/40000000-95c1-4f6e-9d5c-0c4d7e5b1a91/inner")
                try Self.put(kept, "40/40000000-95C1-4F6E-9D5C-0C4D7E5B1A92")
                try Self.put(kept, "diary.txt")
                let (sweep, names) = try await Self.swept(kept, removing: true)
                #expect(names == [])
                #expect(sweep == FilesSweep(foreign: 7))
                #expect(FileManager.default.fileExists(atPath: other))
                let left = FileManager.default.enumerator(atPath: kept.path)?.allObjects ?? []
                #expect(left.count == 10)
            }
        }
    }

    @Test("takes nothing from another folder, nor for a login that does not see all entries")
    func refused() async throws {
        try await KeptFiles.with { kept in
            try await kept.record(1, "ana@example.com", "hers")
            try await TemporaryFolder.with { other in
                chmod(other.path, 0o700)
                let place = "\(other.path)/3f"
                #expect(mkdir(place, 0o700) == 0)
                try Data("x".utf8).write(to: URL(filePath: "\(place)/\(Self.unknown)"))
                let files = FolderFiles(kept.pool, folder: FilesFolder(path: other.path))
                await #expect(throws: FilesFolderError.self) {
                    _ = try await files.sweep(removingFor: .user("test"), after: 0) { _ in }
                }
                #expect(KeptFiles.names(in: other.path).count == 1)
            }
            // Row-level security shows entries to whom a policy lets see them: here to nobody.
            let login = "sweeper_\(UUID().uuidString.prefix(8).lowercased())"
            try await kept.database.run(
                """
                create role \(login) login in role redline_compliance;
                grant select on all tables in schema redline to \(login)
                """
            )
            var options = kept.database.options
            options.connectionString += " user=\(login)"
            let pool = ConnectionPool(options, limits: .init(connections: 1))
            let files = FolderFiles(pool, folder: FilesFolder(path: kept.path))
            await #expect(throws: FilesFolderError.entriesHidden) {
                _ = try await files.sweep(removingFor: .user("test"), after: 0) { _ in }
            }
            #expect(kept.count == 1)
            await pool.shutdown()
            try await kept.database.run("drop owned by \(login); drop role \(login)")
        }
    }

    @Test("is told how much there is")
    func sizes() async throws {
        try await KeptFiles.with { kept in
            try await kept.record(1, "ana@example.com", "12345")
            try await kept.record(2, "ben@example.com", "123")
            #expect(try await kept.folder.sizes() == (2, 8, 0))
            try await kept.database.run(
                "delete from redline.deliverable_file where owner = 'ben@example.com'"
            )
            #expect(try await kept.folder.sizes() == (2, 5, 1))
            try await kept.folder.removeDue()
            #expect(try await kept.folder.sizes() == (1, 5, 0))
        }
    }
}
