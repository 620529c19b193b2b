import Foundation
import RedlinePostgres
import TestSupport
import Testing

/// Files of exports in a folder, through the service and the command.
@Suite("A service with a folder of files", .serialized)
struct FilesFolderServiceTests {
    private static let path = "/api/v1/docs/invoice-1/export"

    /// A folder that only this user may enter.
    private func newFolder() throws -> String {
        let folder = Scratch.folder.appending(path: "files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        return folder.path
    }

    /// The paths of all files in a folder but for its mark.
    private func files(_ folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return names.filter { $0.contains("/") }.map { "\(folder)/\($0)" }.sorted()
    }

    private func start(
        _ database: TestDatabase,
        _ folder: String?,
        _ more: [String: String] = [:]
    ) async throws -> ServerUnderTest {
        var environment = more
        environment["REDLINE_FILES_FOLDER"] = folder
        return try await ServerUnderTest.start(on: database, environment: environment)
    }

    private func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
    }

    private func request(
        _ method: String,
        _ path: String,
        _ key: String,
        _ body: JSON? = nil
    ) throws -> HTTPRequest {
        HTTPRequest(
            method: method,
            path: path,
            headers: ["Authorization": "Bearer \(key)"],
            body: try body.map { Array(try $0.text.utf8) }
        )
    }

    /// A finished export.
    private func finish(
        _ server: ServerUnderTest,
        _ key: String
    ) async throws -> (id: String, file: HTTPAnswer) {
        let id = try await begin(server, key)
        let file = try await server.post(Self.path, key, Sample.review(id, Sample.modified))
        try #require(file.status == 200, "\(file.text)")
        try await waitForStage(3, of: id, server.database)
        return (id, file)
    }

    /// An export that waits for its review.
    private func begin(_ server: ServerUnderTest, _ key: String) async throws -> String {
        let answer = try await server.post(Self.path, key, Sample.document())
        // A busy machine spools it first.
        try #require(answer.status == 201 || answer.status == 202, "\(answer.text)")
        let id = try #require(try answer.json["export_workflow_id"].string)
        try await waitForStage(1, of: id, server.database)
        return id
    }

    private func waitForStage(_ stage: Int, of id: String, _ database: TestDatabase) async throws {
        try await wait(for: "stage \(stage)") {
            try await database.count(
                "select count(*) from redline.export_stage "
                    + "where workflow_id = '\(id)' and stage = \(stage)"
            ) == 1
        }
    }

    private func wait(
        for what: String,
        _ isThere: () async throws -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try await isThere() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(what) does not come", sourceLocation: sourceLocation)
    }

    @Test("keeps files there, and those of before and after in the database beside them")
    func kept() async throws {
        let database = try await TestDatabase.migrated()
        let folder = try newFolder()
        var server = try await start(database, nil)
        let key = try await server.newKey("owner", owner: "kept@example.com")
        let inside = try await finish(server, key)
        try await stop(server)

        server = try await start(database, folder)
        let outside = try await finish(server, key)
        #expect(files(folder).count == 1)
        #expect(Array(try Data(contentsOf: URL(filePath: files(folder)[0]))) == outside.file.body)
        for (id, file) in [inside, outside] {
            let again = try await server.get("/api/v1/exports/\(id)/deliverable", key)
            #expect(again.body == file.body)
        }
        try await stop(server)

        // Both places, and new ones in the database.
        server = try await start(database, folder, ["REDLINE_FILES_IN": "database"])
        let later = try await finish(server, key)
        #expect(files(folder).count == 1)
        for (id, file) in [inside, outside, later] {
            let again = try await server.get("/api/v1/exports/\(id)/deliverable", key)
            #expect(again.body == file.body)
        }
        try await stop(server)

        // Without the folder the file is out of reach, and not gone.
        server = try await start(database, nil)
        #expect(try server.command.said.contains("1 files lie in a folder that is not named here"))
        let path = "/api/v1/exports/\(outside.id)/deliverable"
        let refused = try await server.client.send(try request("GET", path, key))
        refused.expectProblem(503, "unavailable")
        #expect(try Innards.found(in: refused) == nil)
        #expect(
            try await server.get("/api/v1/exports/\(inside.id)/deliverable", key).status == 200
        )
        try await stop(server)
        try await database.drop()
    }

    @Test("says of a missing and of a changed file that it is lost, and makes another one")
    func lost() async throws {
        let database = try await TestDatabase.migrated()
        let folder = try newFolder()
        let server = try await start(database, folder)
        let key = try await server.newKey("owner", owner: "lost@example.com")
        let (id, file) = try await finish(server, key)
        let path = "/api/v1/exports/\(id)/deliverable"
        let place = try #require(files(folder).first)
        var changed = file.body
        changed[changed.count / 2] ^= 1
        try Data(changed).write(to: URL(filePath: place))
        let other = try await server.client.send(try request("GET", path, key))
        other.expectProblem(500, "file_lost")
        #expect(try Innards.found(in: other) == nil)
        #expect(unlink(place) == 0)
        let missing = try await server.client.send(try request("GET", path, key))
        missing.expectProblem(500, "file_lost")
        let said = try server.command.said
        #expect(said.contains("the file in the folder of files is not the one that was kept"))
        #expect(said.contains("the file is missing in the folder of files"))
        #expect(said.contains(id) && !said.contains("lost@example.com"))
        // The archive has the rest, and says so.
        let archive = Scratch.folder.appending(path: "\(UUID()).zip").path
        let exported = try await Redline.run(
            ["owner", "export", "lost@example.com", "--to", archive],
            environment: ["REDLINE_DATABASE_URL": database.url, "REDLINE_FILES_FOLDER": folder]
        )
        #expect(exported.status == 2)
        #expect(exported.stderr.contains("1 files are not in it"))
        let anew = try await server.post(
            "/api/v1/exports/\(id)/regenerate",
            key,
            ["user_preferences": Sample.wishes("csv"), "revision": 1]
        )
        #expect(anew.status == 200, "\(anew.text)")
        #expect(files(folder).count == 1)
        try await stop(server)
        try await database.drop()
    }

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

    @Test("does not start with a folder that is absent, another, or open to others")
    func refused() async throws {
        let database = try await TestDatabase.migrated()
        let folder = try newFolder()
        // A key that is shown once is not made by a start that ends.
        let early = try await Redline.run(
            ["serve", "--listen", "127.0.0.1:0", "--files-folder", folder + "-none"],
            environment: ["REDLINE_DATABASE_URL": database.url]
        )
        #expect(early.status == 1)
        #expect(try await database.count("select count(*) from redline.api_key") == 0)
        let first = try await start(database, folder)
        // Two services, one folder.
        let second = try await start(database, folder)
        try await stop(second)
        try await stop(first)
        let other = try newFolder()
        let open = try newFolder()
        chmod(open, 0o755)
        for (path, words) in [
            (folder + "-none", "No such file or directory"),
            (other, "is not the folder that this database's files lie in"),
            (open, "must belong to the user that runs redline"),
        ] {
            let result = try await Redline.run(
                ["serve", "--listen", "127.0.0.1:0", "--files-folder", path],
                environment: ["REDLINE_DATABASE_URL": database.url]
            )
            #expect(result.status == 1, "\(path)")
            #expect(result.stderr.contains(words), "\(result.stderr)")
            let doctor = try await database.redline(["doctor", "--files-folder", path])
            #expect(doctor.text.contains(words), "\(doctor.text)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: other) == [])
        let fine = try await database.redline(["doctor", "--files-folder", folder])
        #expect(fine.text.contains("0 files lie in the folder."), "\(fine.text)")
        try await database.drop()
    }

    @Test("answers 503 where the disk is full, records nothing half, and goes on", .asRoot)
    func full() async throws {
        let database = try await TestDatabase.migrated()
        let folder = try newFolder()
        let mounted = try await ChildProcess(
            "mount",
            ["-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", folder]
        ).status
        try #require(mounted == 0, "a small disk is mounted")
        let server = try await start(database, folder)
        let key = try await server.newKey("owner", owner: "full@example.com")
        let id = try await begin(server, key)
        let filler = "\(folder)/filler"
        var block = [UInt8](repeating: 1, count: 4_096)
        let descriptor = open(filler, O_WRONLY | O_CREAT, 0o600)
        while write(descriptor, &block, block.count) > 0 {}
        close(descriptor)
        let review = Sample.review(id, Sample.modified)
        let refused = try await server.client.send(try request("POST", Self.path, key, review))
        refused.expectProblem(503, "unavailable")
        #expect(refused.header("retry-after") == "1")
        let stages = "select count(*) from redline.export_stage where stage = 3"
        #expect(try await database.count(stages) == 0)
        #expect(try await database.count("select count(*) from redline.deliverable_file") == 0)
        #expect(files(folder).filter { !$0.hasSuffix("/filler") } == [])
        #expect(unlink(filler) == 0)
        let file = try await server.post(Self.path, key, review)
        #expect(file.status == 200, "\(file.text)")
        #expect(files(folder).count == 1)
        try await stop(server)
        #expect(try await ChildProcess("umount", ["-l", folder]).status == 0)
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

extension Trait where Self == ConditionTrait {
    /// Only root can mount a small disk.
    fileprivate static var asRoot: Self { .enabled(if: geteuid() == 0) }
}
