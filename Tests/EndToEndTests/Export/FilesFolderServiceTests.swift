import Foundation
import TestSupport
import Testing

/// Files of exports in a folder, through the service.
@Suite("A service with a folder of files", .serialized)
struct FilesFolderServiceTests: FilesFolderSuite {
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
}

extension Trait where Self == ConditionTrait {
    /// Only root can mount a small disk.
    fileprivate static var asRoot: Self { .enabled(if: geteuid() == 0) }
}
