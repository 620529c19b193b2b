import Foundation
import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Files of exports in a folder")
struct FolderFilesTests {
    @Test("lie in a file a row, whoever has the same bytes, and the database has none of them")
    func kept() async throws {
        try await KeptFiles.with { kept in
            for (number, owner) in ["ana@example.com", "bob@example.com"].enumerated() {
                try await kept.record(number, owner, "the same")
                // Again is once.
                try await kept.keep(number, owner, "the same")
            }
            #expect(kept.count == 2)
            #expect(try await kept.entries() == ["ana@example.com kept", "bob@example.com kept"])
            let inside = "select count(*) from redline.deliverable_file where content is not null"
            #expect(try await kept.database.column(inside) == ["0"])
            // No name of a file says whose it is or what is in it.
            let names = KeptFiles.names(in: kept.path)
            #expect(names.allSatisfy { $0.wholeMatch(of: /([0-9a-f]{2})\/\1[0-9a-f-]{34}/) != nil })
            let ana = try #require(Owner("ana@example.com"))
            let receipt = try await kept.erasures.erase(ana, spool: nil, by: KeptFiles.actor)
            #expect(receipt.finishedAt != nil && receipt.filesLeft == 0)
            #expect(receipt.removed.contains(#""folder_file": 1"#))
            #expect(kept.count == 1)
            #expect(try await kept.contents(of: "bob@example.com") == ["the same"])
            // Nothing more is kept of who is erased, in the folder neither.
            try await kept.keep(0, "ana@example.com", "late")
            #expect(kept.count == 1)
            #expect(try await kept.entries() == ["bob@example.com kept"])
        }
    }

    @Test("and files in the database are read side by side, wherever new ones go")
    func sideBySide() async throws {
        try await KeptFiles.with { kept in
            let inDatabase = DeliverableStore(kept.pool, folder: kept.folder, usesFolder: false)
            try await kept.record(1, "ana@example.com", "inside", into: inDatabase)
            try await kept.record(2, "ana@example.com", "outside")
            let contents = try await kept.database.rows(
                "select convert_from(content, 'UTF8') from redline.deliverable_file order by 1"
            )
            #expect(contents == [["inside"], [nil]])
            #expect(kept.count == 1)
            #expect(try await kept.contents(of: "ana@example.com") == ["outside"])
            // The same in the other place is there already.
            try await kept.keep(1, "ana@example.com", "inside")
            try await kept.keep(2, "ana@example.com", "outside", into: inDatabase)
            #expect(kept.count == 1)
            let rows = "select count(*) from redline.deliverable_file"
            #expect(try await kept.database.column(rows) == ["2"])
        }
    }

    @Test("go when nobody came to name them, and not while they are written")
    func unnamed() async throws {
        try await KeptFiles.with { kept in
            let written = UUID()
            try kept.folder.opened().folder.write([1], as: written)
            try await kept.database.run(
                "insert into redline.folder_file (owner, file_id) values ('ana', '\(written)')"
            )
            #expect(try await kept.folder.removeDue() == 0)
            try await kept.database.run(
                "update redline.folder_file set noted_at = now() - interval '11 minutes'"
            )
            // Whoever writes holds its entry.
            let writer = try await Connection.connect(kept.database.options)
            try await writer.executeScript("begin; set local role redline_recorder")
            let hold = "select redline.hold_file('ana', '\(written)') as is_held"
            #expect(try await writer.execute(hold).first?["is_held"].bool == true)
            #expect(try await kept.folder.removeDue() == 0)
            #expect(kept.count == 1)
            await writer.close()
            try await waitForEnd(of: kept)
            #expect(try await kept.entries() == [])
        }
    }

    private func waitForEnd(of kept: KeptFiles) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while kept.count > 0, ContinuousClock.now < deadline {
            _ = try await kept.folder.removeDue()
        }
        #expect(kept.count == 0)
    }

    @Test("are named by no row that was not begun for its owner, and by one alone")
    func rules() async throws {
        try await KeptFiles.with { kept in
            try await kept.record(1, "ana@example.com")
            let copy = """
                insert into redline.deliverable_file (
                  owner, workflow_started_at, workflow_id, revision, content_hash, created_at,
                  kept_from, filename, mime_type, file_id, content_length
                )
                select $owner, workflow_started_at, workflow_id, 2, content_hash, created_at,
                  kept_from, filename, mime_type, $file, content_length
                from redline.deliverable_file where revision = 1
                """
            for (owner, file) in [
                ("owner", "file_id"), ("'bob@example.com'", "file_id"),
                ("owner", "gen_random_uuid()"),
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await kept.database.run(
                        copy.replacing("$owner", with: owner).replacing("$file", with: file)
                    )
                }
                #expect(error?.sqlState == "RL004", "\(owner) \(file)")
            }
        }
    }

    @Test("go with the weeks of their exports, but for what is held or kept for longer")
    func retention() async throws {
        try await KeptFiles.with { kept in
            let retention = Retention(kept.pool)
            try await kept.record(1, "old@example.com", days: 39, "old")
            try await kept.record(2, "old@example.com", days: 39, "old as well")
            try await kept.record(3, "held@example.com", days: 39, "held")
            try await kept.record(4, "new@example.com", days: 2, "new")
            try await kept.record(5, "brief@example.com", days: 8, "brief")
            try await kept.catchUp()
            let held = try #require(Owner("held@example.com"))
            let holds = OwnerHolds(kept.pool)
            _ = try await holds.hold(held, reason: "a claim", by: KeptFiles.actor)
            let brief = try #require(Owner("brief@example.com"))
            try await kept.database.run(
                """
                insert into redline.owner_retention (owner, kind, days, agreed_by)
                values ('\(brief.name)', 'export', 7, 'test')
                """
            )
            let run = try #require(try await retention.run(by: KeptFiles.actor))
            #expect(run.weeks > 0 && run.left == 0)
            #expect(
                try await kept.entries() == [
                    "brief@example.com due", "held@example.com kept", "new@example.com kept",
                    "old@example.com due", "old@example.com due",
                ]
            )
            #expect(try await kept.folder.removeDue() == 3)
            #expect(kept.count == 2)
            #expect(try await kept.contents(of: "held@example.com") == ["held"])
            #expect(try await kept.contents(of: "new@example.com") == ["new"])
            _ = try await holds.release(held, id: nil, by: KeptFiles.actor)
            try await kept.database.run(
                "update redline.partition_week set look_again_at = '-infinity'"
            )
            _ = try await retention.run(by: KeptFiles.actor)
            #expect(try await kept.folder.removeDue() == 1)
            #expect(try await kept.entries() == ["new@example.com kept"])
        }
    }

    @Test("that cannot be removed keep an erasure from being finished, until they can")
    func stuck() async throws {
        try await KeptFiles.with { kept in
            let ana = try #require(Owner("ana@example.com"))
            try await kept.record(1, ana.name, "one")
            try await kept.record(2, ana.name, "two")
            try await kept.record(3, "bob@example.com", "bob's")
            let files = try await kept.database.column(
                "select file_id from redline.folder_file where owner = '\(ana.name)' order by 1"
            )
            // A folder in the place of a file cannot be removed as one.
            let file = "\(kept.path)/\(files[0].prefix(2))/\(files[0])"
            #expect(rename(file, file + ".aside") == 0 && mkdir(file, 0o700) == 0)
            await #expect(throws: FilesFolderError.self) {
                try await kept.erasures.erase(ana, spool: nil, by: KeptFiles.actor)
            }
            let id = try #require(
                try await kept.database.column("select erasure_id from redline.erasure").first
            )
            let half = try #require(try await kept.erasures.receipt(id))
            #expect(half.finishedAt == nil && half.filesLeft == 1)
            #expect(String(decoding: half.json, as: UTF8.self).contains(#""files_left":1"#))
            #expect(half.removed.contains(#""folder_file": 1"#))
            // A process without the folder cannot finish it, and says so.
            let without = OwnerErasures(kept.pool, kept.database.options)
            await #expect(throws: FilesFolderError.left(1)) {
                try await without.erase(ana, spool: nil, by: KeptFiles.actor)
            }
            #expect(try await without.resume(spool: nil, by: KeptFiles.actor) == [])
            #expect(rmdir(file) == 0 && rename(file + ".aside", file) == 0)
            #expect(try await kept.folder.removeDue() == 1)
            let receipts = try await without.resume(spool: nil, by: KeptFiles.actor)
            #expect(receipts.map(\.id) == [id])
            let whole = try #require(receipts.first)
            #expect(whole.finishedAt != nil && whole.filesLeft == 0)
            #expect(whole.removed.contains(#""folder_file": 2"#))
            #expect(kept.count == 1)
            #expect(try await kept.entries() == ["bob@example.com kept"])
        }
    }

    @Test("that cannot be removed hold up no others")
    func putOff() async throws {
        try await KeptFiles.with { kept in
            for number in 0..<120 { try await kept.record(number, "ana@example.com", "\(number)") }
            let files = try await kept.database.column("select file_id from redline.folder_file")
            for file in files.prefix(110) {
                let path = "\(kept.path)/\(file.prefix(2))/\(file)"
                #expect(unlink(path) == 0 && mkdir(path, 0o700) == 0)
            }
            try await kept.database.run("delete from redline.deliverable_file")
            var rounds = 0
            while kept.count > 0, rounds < 4 {
                rounds += 1
                await #expect(throws: FilesFolderError.self) { try await kept.folder.removeDue() }
            }
            #expect(kept.count == 0)
            #expect(try await kept.entries().count == 110)
        }
    }
}
