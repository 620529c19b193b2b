import Foundation
import RedlinePostgres
import Testing

/// Comparisons that take long: recorded at once, measured afterwards.
@Suite("What takes long to measure")
struct LateMeasureTests {
    /// A document of so many items, all of them told apart by a word.
    private func document(_ count: Int, _ word: String) -> JSON {
        let items = (0..<count).map { item -> JSON in
            var members: [String: JSON] = [:]
            for member in 0..<10 { members["m\(member)"] = .string("\(word)\(item)-\(member)") }
            return .object(members)
        }
        return ["items": .array(items)]
    }

    private var large: JSON { Sample.modifications(document(150, "a"), document(150, "b")) }

    private static let marks = "select count(*) from redline.pending_measure"

    /// A session that holds an owner's workflows, so that nothing of them can be measured.
    private func holding(_ owner: String, _ database: TestDatabase) async throws -> Connection {
        let connection = try await Connection.connect(ConnectionOptions(database.url))
        try await connection.execute("begin")
        try await connection.execute(
            "select from redline.workflow where owner = $1 for update",
            [.text(owner)]
        )
        return connection
    }

    private func wait(_ database: TestDatabase, until count: Int, _ sql: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await database.count(sql) != count {
            try #require(ContinuousClock.now < deadline, "\(sql) never gives \(count)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test("is said in the answer, holds up no small record, and is in the reports afterwards")
    func serve() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.key("recorder")
        let path = "/api/v1/exports"
        let owners = ["large@example.com", "small@example.com"]
        var ids: [String] = []
        for owner in owners {
            let made = try await server.record(path, key, Sample.summary(owner: owner))
            ids.append(try #require(made["export_workflow_id"].string))
        }
        let answer = try await server.post("\(path)/\(ids[0])/modifications", key, large)
        #expect(answer.status == 201)
        #expect(try answer.json["measured"] == "later")
        #expect(try answer.json["changes"] == .null)
        #expect(try answer.json["user_actions"] == .null)
        let holder = try await holding(owners[0], database)
        let small = try await server.record(
            "\(path)/\(ids[1])/modifications",
            key,
            Sample.modifications()
        )
        #expect(small["measured"] == .null)
        #expect(small["user_actions"]["fields_edited_count"] == 2)
        // Either it waits for the workflow by now, or it is not through yet.
        #expect(try await database.count(Self.marks) == 1)
        let report = "/api/v1/reports/editing_rate?by=owner"
        let before = try await server.get(report, server.admin).json
        #expect(before["rows"].elements.map { $0["reviewed"] } == [0, 1])
        let shown = try await server.get("\(path)/\(ids[0])", server.admin).json
        #expect(shown["stages"]["stage2"]["measured"] == "later")
        #expect(shown["stages"]["stage2"]["changes"] == .null)
        try await holder.execute("rollback")
        await holder.close()
        try await wait(database, until: 0, Self.marks)
        let after = try await server.get(report, server.admin).json
        #expect(after["rows"].elements.map { $0["reviewed"] } == [1, 1])
        #expect(after["rows"].elements.map { $0["modified"] } == [1_500, 1])
        let whole = try await server.get("\(path)/\(ids[0])", server.admin).json
        #expect(whole["stages"]["stage2"]["measured"] == .null)
        #expect(whole["stages"]["stage2"]["changes"].elements.count == 1_500)
        // The figures of what waits come a moment after it is done.
        let deadline = ContinuousClock.now + .seconds(20)
        var metrics = ""
        while !metrics.contains("redline_pending_measures 0\n"), ContinuousClock.now < deadline {
            metrics = try await server.get("/metrics", nil).text
        }
        #expect(metrics.contains("\nredline_pending_measures 0\n"))
        #expect(metrics.contains("\nredline_measured_later_total 1\n"))
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }

    @Test("is taken up again where redline measure is killed in the middle")
    func killed() async throws {
        let database = try await TestDatabase.migrated()
        let id = UUID().uuidString.lowercased()
        var record = large
        record["stage"] = "user_modifications"
        record["export_workflow_id"] = .string(id)
        record["owner_email"] = "large@example.com"
        let line = Array(try record.text.utf8)
        // Held from before: the end of redline ingest measures as well.
        let ingest = try await database.redline(["ingest"], stdin: line)
        #expect(ingest.status == 0)
        #expect(
            ingest.stderr == """
                1 recorded, 0 recorded before, 0 refused
                Measuring 1 that take long ...
                1 measured, 0 waiting, 0 set aside

                """
        )
        let corrections = "select count(*) from redline.correction"
        #expect(try await database.count(corrections) == 1_500)
        // Once more from the beginning, as if it had not been measured.
        _ = try await database.rows(
            """
            with undone as (update redline.export_stage set extracted = null, modified = null,
                deleted = null, added = null, char_edits = null, char_length = null, field = null,
                field_extracted = null, field_modified = null, field_deleted = null,
                field_added = null
              returning owner, workflow_id, revision, stage, kept_from
            ), gone as (delete from redline.correction)
            insert into redline.pending_measure (owner, workflow_id, revision, stage, kept_from)
            select * from undone
            """
        )
        let holder = try await holding("large@example.com", database)
        let command = try RunningCommand(
            Redline.binary,
            ["measure"],
            environment: ["REDLINE_DATABASE_URL": database.url]
        )
        let waiting = """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """
        try await wait(database, until: 1, waiting)
        command.signal(SIGKILL)
        #expect(try await command.status == -SIGKILL)
        try await holder.execute("rollback")
        await holder.close()
        // Until the server has noticed, the killed one's session may still hold the mark.
        try await wait(
            database,
            until: 0,
            "select count(*) from pg_stat_activity where datname = current_database() "
                + "and application_name = 'redline'"
        )
        #expect(try await database.count(corrections) == 0)
        #expect(try await database.count(Self.marks) == 1)
        let again = try await database.redline(["measure"])
        #expect(again.stderr == "1 measured, 0 waiting, 0 set aside\n")
        #expect(try await database.count(corrections) == 1_500)
        #expect(try await database.redline(["measure"]).stderr.hasPrefix("0 measured"))
        try await database.drop()
    }

    @Test("is counted in the answer to many records")
    func bulk() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        var record = large
        record["stage"] = "user_modifications"
        record["export_workflow_id"] = .string(UUID().uuidString.lowercased())
        record["owner_email"] = "large@example.com"
        let body = try record.text + "\n" + Sample.interaction(user: "a@b").text
        let key = try await server.key("recorder")
        let answer = try await server.post("/api/v1/records", key, text: body)
        #expect(try answer.json["accepted"] == 2)
        #expect(try answer.json["measured_later"] == 1)
        try await wait(database, until: 0, Self.marks)
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }
}
