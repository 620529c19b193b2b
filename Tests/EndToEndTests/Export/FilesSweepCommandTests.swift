import Foundation
import Testing

@Suite("redline files sweep")
struct FilesSweepCommandTests {
    @Test("says what it found, removes nothing young, and wants a folder")
    func command() async throws {
        let database = try await TestDatabase.migrated()
        let folder = Scratch.folder.appending(path: "sweep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let server = try await ServerUnderTest.start(
            on: database,
            environment: ["REDLINE_FILES_FOLDER": folder.path]
        )
        let metrics = try await server.get("/metrics", nil).text
        for line in ["redline_files 0", "redline_files_bytes 0", "redline_files_due 0"] {
            #expect(metrics.contains("\n\(line)\n"))
        }
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)

        let place = folder.appending(path: "3f")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let file = place.appending(path: "3f2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90")
        try Data("left".utf8).write(to: file)
        let swept = try await database.redline([
            "files", "sweep", "--remove", "--files-folder", folder.path,
        ])
        #expect(swept.status == 0)
        #expect(swept.text == "")
        #expect(swept.stderr.contains("knows 0 files of the folder, and does not know 0"))
        #expect(swept.stderr.contains("1 more are younger than an hour, and stay."))
        #expect(FileManager.default.fileExists(atPath: file.path))

        #expect(
            try await database.rows(
                """
                select actor = 'user:' || $$\(NSUserName())$$, role, records, detail->>'step'
                from redline.audit_entry where action = 'sweep_files' order by entry_id
                """
            ) == [["t", "command", nil, "begun"], ["t", "command", "0", "finished"]]
        )

        let unnamed = try await database.redline(["files", "sweep"])
        #expect(unnamed.status == 1)
        #expect(unnamed.stderr.contains("--files-folder (REDLINE_FILES_FOLDER)"))
        try await database.drop()
    }
}
