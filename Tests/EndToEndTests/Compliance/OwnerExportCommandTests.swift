import Foundation
import Testing

@Suite("redline owner export")
struct OwnerExportCommandTests {
    private static let owner = "ana.martin@example.com"

    @Test("writes an archive that other programs open, with its digest beside it, and is audited")
    func archive() async throws {
        try await with { database, path in
            let made = try await database.redline(["owner", "export", Self.owner, "--to", path])
            #expect(made.status == 0, "\(made.stderr)")
            #expect(made.stdout.isEmpty)
            #expect(made.stderr.contains(" records a second\n"))
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            let summed = try await run("sha256sum", ["-c", path + ".sha256"], in: folder)
            #expect(summed.status == 0)
            #expect(try await run("unzip", ["-tq", path], in: folder).status == 0)
            let python = try await run("python3", ["-c", Self.program, path], in: folder)
            #expect(python.status == 0, "\(python.stderr)")
            let counted = try await database.rows(
                """
                select
                  (select count(*) from redline.export_stage where owner = '\(Self.owner)'),
                  (select count(*) from redline.interaction where owner = '\(Self.owner)'),
                  (select count(*) from redline.correction where owner = '\(Self.owner)')
                """
            )
            #expect(python.text == counted[0].map { $0 ?? "" }.joined(separator: " ") + "\n")
            let told = try await database.rows(
                """
                select actor ~ '^user:', role, records > 100, detail ->> 'state'
                from redline.audit_entry
                where action = 'export_owner' and whose = array[redline.owner_digest('\(Self.owner)')]
                order by entry_id
                """
            )
            #expect(told == [["t", "command", nil, "begun"], ["t", "command", "t", "done"]])
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(files == ["x.zip", "x.zip.sha256"])
            let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(rights as? Int == 0o600)
        }
    }

    @Test("overwrites nothing without --force, and checks what it wrote without a database")
    func force() async throws {
        try await with { database, path in
            let words = ["owner", "export", Self.owner, "--to", path]
            #expect(try await database.redline(words).status == 0)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let refused = try await database.redline(words)
            #expect(refused.status == 1)
            #expect(refused.stderr.contains("say --force"))
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(try await database.redline(words + ["--force"]).status == 0)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) != before)
            let environment = ["REDLINE_DATABASE_URL": "host=/nowhere"]
            let check = ["owner", "export", "--verify", path]
            let whole = try await Redline.run(check, environment: environment)
            #expect(whole.status == 0, "\(whole.text)")
            #expect(whole.stderr.contains("32 members and"))
            try Data("x".utf8).append(to: path)
            let changed = try await Redline.run(check, environment: environment)
            #expect(changed.status == 1)
            #expect(changed.text.contains("x.zip.sha256"))
            let nowhere = try await Redline.run(["owner", "export", "--verify", "/nowhere/x.zip"])
            #expect(nowhere.status == 1)
            #expect(nowhere.stderr.contains("/nowhere/x.zip cannot be read"))
        }
    }

    @Test("says that nothing is held on a person, and leaves nothing where it cannot write")
    func nobody() async throws {
        try await with { database, path in
            let words = ["owner", "export", "nobody@example.com", "--to"]
            let made = try await database.redline(words + [path])
            #expect(made.status == 0)
            #expect(made.stderr == "Nothing is held on this owner; \(path) says so.\n")
            let unwritable = try await database.redline(words + ["/nowhere/x.zip"])
            #expect(unwritable.status == 1)
            #expect(unwritable.stderr.contains("cannot be written"))
        }
    }

    /// Counts what Python's own zipfile, csv and json find.
    private static let program = """
        import csv, io, json, sys, zipfile
        archive = zipfile.ZipFile(sys.argv[1])
        assert archive.testzip() is None
        counts = []
        for name in ["stages", "interactions", "corrections"]:
            lines = archive.read(name + ".ndjson").decode().splitlines()
            rows = list(csv.DictReader(io.StringIO(archive.read(name + ".csv").decode(), newline="")))
            objects = [json.loads(line) for line in lines]
            assert len(objects) == len(rows)
            assert all(list(item) == list(row) for item, row in zip(objects, rows))
            counts.append(str(len(rows)))
        print(*counts)
        """

    private func with(_ test: (TestDatabase, String) async throws -> Void) async throws {
        let database = try await TestDatabase.migrated()
        let demo = try await database.redline(["demo"])
        try #require(demo.status == 0)
        let folder = Scratch.folder.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await test(database, folder.appending(path: "x.zip").path)
        try await database.drop()
    }

    private func run(
        _ program: String,
        _ arguments: [String],
        in folder: URL
    ) async throws -> CommandResult {
        try await CommandResult.of("/usr/bin/env", [program] + arguments, folder: folder)
    }
}

extension Data {
    fileprivate func append(to path: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: self)
        try handle.close()
    }
}
