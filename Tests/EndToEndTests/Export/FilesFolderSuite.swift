import Foundation
import TestSupport
import Testing

/// Suites about a service whose files lie in a folder.
protocol FilesFolderSuite {}

extension FilesFolderSuite {
    static var path: String { "/api/v1/docs/invoice-1/export" }

    /// A folder that only this user may enter.
    func newFolder() throws -> String {
        let folder = Scratch.folder.appending(path: "files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        return folder.path
    }

    /// The paths of all files in a folder but for its mark.
    func files(_ folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return names.filter { $0.contains("/") }.map { "\(folder)/\($0)" }.sorted()
    }

    func start(
        _ database: TestDatabase,
        _ folder: String?,
        _ more: [String: String] = [:]
    ) async throws -> ServerUnderTest {
        var environment = more
        environment["REDLINE_FILES_FOLDER"] = folder
        return try await ServerUnderTest.start(on: database, environment: environment)
    }

    func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
    }

    func request(
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
    func finish(
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
    func begin(_ server: ServerUnderTest, _ key: String) async throws -> String {
        let answer = try await server.post(Self.path, key, Sample.document())
        // A busy machine spools it first.
        try #require(answer.status == 201 || answer.status == 202, "\(answer.text)")
        let id = try #require(try answer.json["export_workflow_id"].string)
        try await waitForStage(1, of: id, server.database)
        return id
    }

    func waitForStage(_ stage: Int, of id: String, _ database: TestDatabase) async throws {
        try await wait(for: "stage \(stage)") {
            try await database.count(
                "select count(*) from redline.export_stage "
                    + "where workflow_id = '\(id)' and stage = \(stage)"
            ) == 1
        }
    }

    func wait(
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
}
