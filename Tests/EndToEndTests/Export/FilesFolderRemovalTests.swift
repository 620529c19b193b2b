import Foundation
import RedlinePostgres
import TestSupport
import Testing

/// What becomes of files in a folder when a service is killed, somebody is erased, or a command
/// works with them.
@Suite("Files in a folder", .serialized)
struct FilesFolderRemovalTests: FilesFolderSuite {
    @Test("that is killed between the file and its row leaves no file that nobody knows of")
    func killed() async throws {
        let database = try await TestDatabase.migrated()
        let folder = try newFolder()
        let server = try await start(database, folder)
        let key = try await server.newKey("owner", owner: "killed@example.com")
        let id = try await begin(server, key)
        let review = Sample.review(id, Sample.modified)
        // No row of a file is written while this is open.
        let blocker = try await Connection.connect(database.options)
        try await blocker.executeScript(
            "begin; lock table redline.deliverable_file in share mode"
        )
        try await server.client.breakOff(try request("POST", Self.path, key, review).bytes)
        try await wait(for: "the file") {
            files(folder).contains { !$0.hasSuffix(".unfinished") }
        }
        server.command.signal(SIGKILL)
        #expect(try await server.command.status == -SIGKILL)
        try await blocker.executeScript("rollback")
        await blocker.close()
        let orphan = try #require(files(folder).first)
        let count = "select count(*) from redline.deliverable_file"
        try await wait(for: "the end of its session") {
            try await database.count(
                "select count(*) from pg_stat_activity where datname = current_database() "
                    + "and (state like 'idle in%' or wait_event_type = 'Lock')"
            ) == 0
        }
        #expect(try await database.count(count) == 0)
        #expect(
            try await database.rows("select state from redline.folder_file") == [["begun"]]
        )
        try await database.run(
            "update redline.folder_file set noted_at = now() - interval '11 minutes'"
        )

        let next = try await start(database, folder)
        try await wait(for: "the end of the file") { !files(folder).contains(orphan) }
        let file = try await next.post(Self.path, key, review)
        #expect(file.status == 200, "\(file.text)")
        #expect(files(folder).count == 1)
        #expect(try await database.count(count) == 1)
        try await waitForStage(3, of: id, database)
        let again = try await next.get("/api/v1/exports/\(id)/deliverable", key)
        #expect(again.body == file.body)
        try await stop(next)
        try await database.drop()
    }

    @Test("has erased somebody when their files are gone, and not before")
    func erased() async throws {
        let database = try await TestDatabase.migrated()
        let folder = try newFolder()
        let server = try await start(database, folder)
        let compliance = try await server.newKey("compliance")
        let key = try await server.newKey("owner", owner: "one@example.com")
        _ = try await finish(server, key)
        var answer = try await server.send(
            "DELETE",
            "/api/v1/owners/one@example.com",
            compliance,
            headers: ["Prefer": "wait=60"]
        )
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.json["removed"]["folder_file"] == .number(1))
        #expect(files(folder) == [])

        // By a command that has no folder it is not finished: the service does it.
        let other = try await server.newKey("owner", owner: "two@example.com")
        _ = try await finish(server, other)
        let place = try #require(files(folder).first)
        // A folder in the place of a file cannot be removed as one.
        #expect(rename(place, "\(folder)/aside") == 0 && mkdir(place, 0o700) == 0)
        let command = try await database.redline(["owner", "erase", "two@example.com", "--yes"])
        #expect(command.status == 2, "\(command.stderr)")
        #expect(command.stderr.contains("1 file lies in the folder of files yet"))
        answer = try await server.send("DELETE", "/api/v1/owners/two@example.com", compliance)
        #expect(answer.status == 202, "\(answer.text)")
        #expect(try answer.json["finished_at"] == .null)
        #expect(try answer.json["files_left"] == .number(1))
        #expect(try await database.count("select count(*) from redline.deliverable_file") == 0)
        #expect(rmdir(place) == 0 && rename("\(folder)/aside", place) == 0)
        try await wait(for: "the end of the file") { files(folder).isEmpty }
        try await wait(for: "the receipt") {
            try await database.count(
                "select count(*) from redline.erasure where finished_at is not null"
            ) == 2
        }
        let receipt = try await server.send(
            "DELETE",
            "/api/v1/owners/two@example.com",
            compliance,
            headers: ["Prefer": "wait=60"]
        )
        #expect(receipt.status == 200)
        #expect(try receipt.json["files_left"] == .number(0))
        try await stop(server)
        try await database.drop()
    }

    @Test("leaves files to a command as well: export, archive, retention")
    func commands() async throws {
        let database = try await TestDatabase.migrated()
        let folder = try newFolder()
        let environment = [
            "REDLINE_DATABASE_URL": database.url, "REDLINE_FILES_FOLDER": folder,
        ]
        let document = try Scratch.file(Array(try Sample.document().text.utf8), "json")
        let target = Scratch.folder.appending(path: "\(UUID()).csv").path
        let spool = ["--spool", Scratch.folder.appending(path: "\(UUID())").path]
        let exported = try await Redline.run(
            ["export", document.path, "--owner", "cmd@example.com", "--no-edit", "-o", target]
                + spool,
            environment: environment
        )
        #expect(exported.status == 0, "\(exported.stderr)")
        let bytes = try Data(contentsOf: URL(filePath: target))
        #expect(try Data(contentsOf: URL(filePath: try #require(files(folder).first))) == bytes)

        let archive = Scratch.folder.appending(path: "\(UUID()).zip").path
        let arguments = ["owner", "export", "cmd@example.com", "--to", archive]
        let unnamed = try await database.redline(arguments)
        #expect(unnamed.status == 1 && unnamed.stderr.contains("--files-folder"))
        let whole = try await Redline.run(arguments + ["--force"], environment: environment)
        #expect(whole.status == 0, "\(whole.stderr)")
        for (member, name) in [("deliverables.ndjson", "ndjson"), ("deliverables.csv", "csv")] {
            let unpacked = try await CommandResult.of("unzip", ["-p", archive, member])
            #expect(unpacked.text.contains(bytes.base64EncodedString()), "\(name)")
        }
        #expect(try await Redline.run(["owner", "export", "--verify", archive]).status == 0)

        try await database.run("delete from redline.deliverable_file")
        let left = try await database.redline(["retention", "run"])
        #expect(left.stderr.contains("1 files wait for a redline serve"), "\(left.stderr)")
        let run = try await Redline.run(["retention", "run"], environment: environment)
        #expect(run.stderr.contains("1 files removed from their folder"), "\(run.stderr)")
        #expect(files(folder) == [])
        try await database.drop()
    }
}
