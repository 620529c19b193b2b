import Foundation
import Testing

@Suite("Redaction at the door")
struct RedactionTests {
    private static let kinds = ["--redact", "emails,phones,cards,ibans,ips"]
    /// No email address, because an owner stays as it is.
    private static let owner = "somebody"

    private func options(_ folder: String) -> [String] {
        Self.kinds + ["--redact-key", "\(folder)/redaction.key", "--spool", "\(folder)/spool"]
    }

    private func folder() -> String {
        Scratch.folder.appending(path: "redaction-\(UUID().uuidString)").path
    }

    private func ndjson(_ records: [JSON]) throws -> String {
        try records.map { try $0.text }.joined(separator: "\n")
    }

    private func stop(_ server: ServerUnderTest) async throws {
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
    }

    private func stored(_ database: TestDatabase, _ expected: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline, try await database.recordCount() < expected {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await database.recordCount() == expected)
    }

    @Test("leaves nothing of personal data in any table or in the spool, by every way in")
    func everyWay() async throws {
        let database = try await TestDatabase.migrated()
        let folder = folder()
        let server = try await ServerUnderTest.start(on: database, options(folder))
        let key = try await server.newKey("owner", owner: Self.owner)
        var records = SeededRecords(seed: 23, owner: Self.owner)

        // One by one, each twice, by the paths of the stages and those of existing clients.
        let id = UUID().uuidString.lowercased()
        let stages = records.workflow(id)
        let paths = [""] + ["modifications", "deliverable", "feedback"].map { "/\(id)/\($0)" }
        var singles = zip(paths, stages).map { ("/api/v1/exports\($0)", $1) }
        for name in ["a", "b"] {
            singles.append(("/api/v1/interactions", try records.interaction(name)))
        }
        var answers: [HTTPAnswer] = []
        for (path, record) in singles {
            answers.append(try await server.post(path, key, record))
            #expect(answers.last?.status == 201, "\(path): \(answers.last?.text ?? "")")
            let again = try await server.post(path, key, record)
            #expect(again.text == answers.last?.text)
        }
        let saved = try records.interaction("c")
        #expect(try await server.post("/api/save_interaction", key, saved).status == 200)

        // A document in two versions, each twice, and given back as it is stored.
        for version in 1...2 {
            let document = records.stored()
            let answer = try await server.put("/api/v1/docs/invoice", key, document)
            #expect(answer.status == 201, "\(answer.text)")
            let again = try await server.put("/api/v1/docs/invoice", key, document)
            #expect(again.status == 200)
            #expect(again.text == answer.text)
            let read = try await server.get("/api/v1/docs/invoice", key)
            #expect(try read.json["version"] == .number(Double(version)))
            #expect(!StoredContent.placeholders(read.text).isEmpty)
            #expect(read.header("etag") == answer.header("etag"))
        }

        // An export from its beginning to the file.
        let begun = try await server.record("/api/v1/docs/x/export", key, records.stored())
        let review = records.review(try #require(begun["export_workflow_id"].string))
        let shipped = try await server.post("/api/v1/docs/x/export", key, review)
        #expect(shipped.status == 200, "\(shipped.text)")
        #expect(!StoredContent.placeholders(shipped.text).isEmpty)
        let told = try begun.text + shipped.text
        for (_, piece) in records.people {
            #expect(!told.contains(piece), "\(piece)")
        }
        let repeated = try await server.post("/api/v1/docs/x/export", key, review)
        #expect(repeated.text == shipped.text)

        // Many at once, and without waiting for the database.
        let lines = try ndjson(
            records.workflow(UUID().uuidString.lowercased())
                + records.interactions("bulk", 20)
        )
        let many = try await server.post("/api/v1/records", key, text: lines)
        #expect(try many.json["accepted"] == 24, "\(many.text)")
        #expect(try await server.post("/api/v1/records", key, text: lines).json["duplicates"] == 24)
        let later = try await server.post(
            "/api/v1/interactions",
            key,
            headers: ["Prefer": "respond-async"],
            try records.interaction("later")
        )
        #expect(later.status == 202)
        try await stored(database, 4 + 2 + 1 + 3 + 24 + 1)

        // While the database is away.
        try await database.setOpen(false)
        for name in ["x", "y"] {
            let record = try records.interaction(name)
            #expect(try await server.post("/api/v1/interactions", key, record).status == 202)
        }
        let spooled = try ndjson(records.workflow(UUID().uuidString.lowercased()))
        let waiting = try await server.post("/api/v1/records", key, text: spooled)
        #expect(try waiting.json["spooled"] == 4, "\(waiting.text)")
        let spool = try StoredContent.files("\(folder)/spool")
        #expect(spool.firstRange(of: Data("Person ".utf8)) != nil)
        for (_, piece) in records.people {
            #expect(spool.firstRange(of: Data(piece.utf8)) == nil, "\(piece) is in the spool")
        }
        try await database.setOpen(true)
        try await stored(database, 35 + 6)
        try await stop(server)

        // From a file, and once more after a restart.
        let more = try ndjson(
            records.workflow(UUID().uuidString.lowercased()) + records.interactions("file", 10)
        )
        let file = try Scratch.file(Array(more.utf8)).path
        for expected in ["14 recorded, 0 recorded before", "0 recorded, 14 recorded before"] {
            let result = try await database.redline(["ingest", file] + options(folder).prefix(4))
            #expect(result.stderr.hasSuffix("\(expected), 0 refused\n"), "\(result.stderr)")
        }
        let next = try await ServerUnderTest.start(on: database, options(folder))
        for ((path, record), answer) in zip(singles, answers) {
            #expect(try await next.post(path, key, record).text == answer.text)
        }
        try await stop(next)

        try await expectNothing(of: records, in: database)
        try await expectSameFigures(database)
        try await database.drop()
    }

    private func expectNothing(of records: SeededRecords, in database: TestDatabase) async throws {
        let text = try await StoredContent.tables(database)
        for (_, piece) in records.people {
            #expect(!text.contains(piece), "\(piece) is stored")
        }
        let placeholders = StoredContent.placeholders(text)
        #expect(placeholders.count > 50)
        for (name, found) in placeholders {
            #expect(found.count == 1, "\(name): \(found)")
        }
        #expect(Set(placeholders.values).count > 45)
        #expect(records.lookAlikes.count > 50)
        for piece in records.lookAlikes {
            #expect(text.contains("{\(piece)}"), "\(piece) is gone")
        }
    }

    /// What is measured is measured of what is stored: recorded as it stands there, it is the same.
    private func expectSameFigures(_ database: TestDatabase) async throws {
        let other = try await TestDatabase.migrated()
        let records = try await database.rows("select record from redline.export_stage")
        let lines = records.compactMap { $0[0] }.joined(separator: "\n")
        let result = try await other.redline(["ingest"], stdin: Array(lines.utf8))
        #expect(result.status == 0, "\(result.stderr)")
        for table in ["export_stage", "correction"] {
            let rows = """
                select (to_jsonb(entry) - array['recorded_at', 'kept_from', 'workflow_started_at',
                  'occurred_at', 'recorded_in'])::text as line
                from redline.\(table) entry order by line
                """
            let measured = try await database.rows(rows)
            #expect(!measured.isEmpty)
            #expect(try await other.rows(rows) == measured, "\(table)")
        }
        try await other.drop()
    }

    @Test("is off unless it is asked for, and then records are stored byte for byte")
    func off() async throws {
        let database = try await TestDatabase.migrated()
        var records = SeededRecords(seed: 7, owner: Self.owner)
        let sent = try records.interactions("plain", 5)
        let result = try await database.redline(["ingest"], stdin: Array(try ndjson(sent).utf8))
        #expect(result.stderr == "5 recorded, 0 recorded before, 0 refused\n")
        let text = try await StoredContent.tables(database)
        for record in sent {
            #expect(text.contains(try #require(record["user_message"].string)))
        }
        #expect(try await database.rows("select fingerprint from redline.redaction_key") == [])
        try await database.drop()
    }

    @Test("is said at the start and by /health")
    func said() async throws {
        let database = try await TestDatabase.migrated()
        let folder = folder()
        let server = try await ServerUnderTest.start(
            on: database,
            ["--redact-key", "\(folder)/redaction.key"],
            environment: ["REDLINE_REDACT": "ips, emails"]
        )
        let health = try await server.get("/health", nil)
        #expect(health.text == #"{"status":"ok","redacted":["emails","ips"]}"#)
        let fingerprint = try await database.rows("select fingerprint from redline.redaction_key")
        let start = try #require(fingerprint.first?[0]).prefix(8)
        #expect(
            try server.command.said.contains(
                "Replaced before they are recorded: emails, ips (key \(start)).\n"
            )
        )
        let key = try String(contentsOfFile: "\(folder)/redaction.key", encoding: .utf8)
        #expect(try !server.command.said.contains(key.prefix(8)))
        try await stop(server)
        // Who forgets the option is told.
        let plain = try await database.redline(["ingest"])
        #expect(plain.stderr.contains("without --redact they are recorded as they come.\n"))
        try await database.drop()
    }

    @Test("does not begin with another key, or without one, unless it is told to")
    func keys() async throws {
        let database = try await TestDatabase.migrated()
        let folder = folder()
        let path = "\(folder)/redaction.key"
        let arguments = ["ingest", "--redact", "emails", "--redact-key", path]
        #expect(try await database.redline(arguments).status == 0)
        let first = try String(contentsOfFile: path, encoding: .utf8)

        try FileManager.default.removeItem(atPath: path)
        let missing = try await database.redline(arguments)
        #expect(missing.status == 1)
        #expect(missing.stderr.contains("the redaction key \(path) is missing"))
        #expect(!FileManager.default.fileExists(atPath: path))

        let replaced = try await database.redline(arguments + ["--redact-new-key"])
        #expect(replaced.status == 0, "\(replaced.stderr)")
        let second = try String(contentsOfFile: path, encoding: .utf8)
        #expect(second != first)

        try Data(first.utf8).write(to: URL(filePath: path))
        let serving = try await database.redline(
            ["serve", "--listen", "127.0.0.1:0"] + arguments.dropFirst()
        )
        #expect(serving.status == 1)
        #expect(serving.stderr.contains("is not the one with which this database's placeholders"))
        try await database.drop()
    }

    @Test("needs its key at hand where the database is away, and then starts all the same")
    func away() async throws {
        let database = try await TestDatabase.migrated()
        let folder = folder()
        try await stop(try await ServerUnderTest.start(on: database, options(folder)))
        try await database.setOpen(false)
        let server = try await ServerUnderTest.start(on: database, options(folder))
        try await stop(server)
        let path = "\(folder)/redaction.key"
        try FileManager.default.removeItem(atPath: path)
        let refused = try await database.redline(
            ["serve", "--listen", "127.0.0.1:0"] + options(folder)
        )
        #expect(refused.status == 1)
        #expect(refused.stderr.contains("none is made while the database does not answer"))
        #expect(!FileManager.default.fileExists(atPath: path))
        try await database.setOpen(true)
        try await database.drop()
    }

    @Test("names the kinds where one does not exist")
    func usage() async throws {
        let database = try await TestDatabase.migrated()
        for (list, word) in [("emails,names", "; there is no names"), ("", ""), ("emails,", "")] {
            for command in ["ingest", "serve"] {
                let result = try await database.redline([command, "--redact", list])
                #expect(result.status == 64)
                #expect(
                    result.stderr.contains(
                        "--redact takes emails, phones, cards, ibans, ips\(word)\n"
                    ),
                    "\(result.stderr)"
                )
            }
        }
        try await database.drop()
    }
}
