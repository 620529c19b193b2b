import Foundation
import Testing

/// Ana has records, Ben has a key: nothing that Ben can send shows, changes or betrays hers.
@Suite("Owners are kept apart", .serving())
struct IsolationTests {
    private static let reading = [
        "/api/v1/exports/history", "/api/v1/exports/history?document_id=ana_document",
        "/api/v1/interactions", "/api/v1/interactions?thread_id=ana_thread",
        "/api/v1/interactions?q=anasecret", "/api/get_interaction_history",
        "/api/get_interaction_history?thread_id=ana_thread",
    ]

    @Test("reading: lists hold nothing of another owner's, whoever is named")
    func lists() async throws {
        let server = try ServerUnderTest.current
        let pair = try await Pair(server, "lists")
        for path in Self.reading {
            let own = try await server.get(path, pair.ben)
            #expect(own.status == 200)
            let hers = [pair.anaName, pair.workflow, pair.interaction, "ana_document", "anasecret"]
            for text in hers { #expect(!own.text.contains(text), "\(path): \(own.text)") }
            let named = try await server.get(path, pair.ben, headers: ["X-User-Id": pair.anaName])
            let unknown = try await server.get(
                path,
                pair.ben,
                headers: ["X-User-Id": "nobody@example.com"]
            )
            #expect(named.status == 403, "\(path)")
            #expect(
                try named.json.masking(Sample.volatile)
                    == unknown.json.masking(Sample.volatile)
            )
            // Ana herself does see something there.
            #expect(try await server.get(path, pair.ana).text.contains(pair.anaName), "\(path)")
        }
    }

    @Test("reading: a cursor of another owner's list opens nothing of it")
    func cursors() async throws {
        let server = try ServerUnderTest.current
        let pair = try await Pair(server, "cursors")
        try await server.record("/api/v1/exports", pair.ana, Sample.summary(owner: pair.anaName))
        try await server.record("/api/v1/interactions", pair.ana, Sample.interaction("again"))
        for path in ["/api/v1/exports/history", "/api/v1/interactions"] {
            let page = try await server.get("\(path)?limit=1", pair.ana).json
            let cursor = try #require(page["next_cursor"].string)
            let answer = try await server.get("\(path)?cursor=\(cursor)", pair.ben)
            #expect(answer.status == 200)
            #expect(try answer.json["returned_count"] == 0)
        }
    }

    @Test("ids: another owner's workflow answers as one that does not exist, by every route")
    func workflows() async throws {
        let server = try ServerUnderTest.current
        let pair = try await Pair(server, "workflows")
        let before = try await server.get("/api/v1/exports/\(pair.workflow)", pair.ana)
        #expect(before.status == 200)
        var bodies: [(suffix: String, record: JSON?)] = [
            ("", nil), ("/modifications", Sample.modifications()),
            ("/deliverable", Sample.deliverable), ("/feedback", Sample.feedback),
            ("/feedback", [:]),
        ]
        for (suffix, record) in bodies {
            guard var record else { continue }
            record["owner_email"] = .string(pair.anaName)
            bodies.append((suffix, record))
            record["export_workflow_id"] = .string(UUID().uuidString)
            bodies.append((suffix, record))
        }
        for headers in [[:], ["X-User-Id": pair.anaName], ["X-User-Id": pair.benName]] {
            for (suffix, record) in bodies {
                var answers: [JSON] = []
                for id in [pair.workflow, UUID().uuidString.lowercased()] {
                    let path = "/api/v1/exports/\(id)\(suffix)"
                    let answer =
                        if let record {
                            try await server.post(path, pair.ben, headers: headers, record)
                        } else {
                            try await server.get(path, pair.ben, headers: headers)
                        }
                    #expect([400, 403, 404].contains(answer.status), "\(suffix): \(answer.text)")
                    var seen = try answer.json.masking(["request_id"])
                    seen["status line"] = .number(Double(answer.status))
                    answers.append(seen)
                }
                #expect(answers[0] == answers[1], "\(suffix) \(headers)")
            }
        }
        let after = try await server.get("/api/v1/exports/\(pair.workflow)", pair.ana)
        #expect(after.text == before.text)
    }

    @Test("ids: taking another owner's id makes a record of one's own, as a new id does")
    func takenIDs() async throws {
        let server = try ServerUnderTest.current
        let pair = try await Pair(server, "taken")
        let exports = try await server.get("/api/v1/exports/\(pair.workflow)", pair.ana)
        let interactions = try await server.get("/api/v1/interactions", pair.ana)
        var answers: [JSON] = []
        for id in [pair.workflow, UUID().uuidString.lowercased()] {
            var first = Sample.summary(owner: pair.benName)
            first["export_workflow_id"] = .string(id)
            let answer = try await server.post("/api/v1/exports", pair.ben, first)
            #expect(answer.status == 201)
            answers.append(try answer.json.masking(Sample.volatile))
            let feedback = try await server.post(
                "/api/v1/exports/\(id)/feedback",
                pair.ben,
                Sample.feedback
            )
            #expect(feedback.status == 201)
        }
        #expect(answers[0] == answers[1])
        answers = []
        for id in [pair.interaction, "a new id"] {
            let answer = try await server.post(
                "/api/v1/interactions",
                pair.ben,
                Sample.interaction("from ben", id: id)
            )
            #expect(answer.status == 201)
            answers.append(try answer.json.masking(Sample.volatile))
        }
        #expect(answers[0] == answers[1])
        let hers = try await server.get("/api/v1/exports/\(pair.workflow)", pair.ana)
        #expect(hers.text == exports.text)
        #expect(
            try await server.get("/api/v1/interactions", pair.ana).text == interactions.text
        )
        let mine = try await server.get("/api/v1/exports/\(pair.workflow)", pair.ben)
        #expect(try mine.json["owner_email"] == .string(pair.benName))
        #expect(!mine.text.contains("ana_document"))
    }

    @Test("writing: nobody records for another owner, one by one or many at once")
    func writing() async throws {
        let server = try ServerUnderTest.current
        let pair = try await Pair(server, "writing")
        let count = """
            select (select count(*) from redline.export_stage where owner like '%-writing@%')
              + (select count(*) from redline.interaction where owner like '%-writing@%')
            """
        let before = try await server.database.count(count)
        let interaction = Sample.interaction("forged", user: pair.anaName)
        let export = Sample.summary(owner: pair.anaName)
        for (path, record, pointer) in [
            ("/api/v1/interactions", interaction, "/user_id"),
            ("/api/v1/exports", export, "/owner_email"),
        ] {
            let answer = try await server.post(path, pair.ben, record)
            answer.expectProblem(400, "invalid_record", at: [pointer])
        }
        let legacy = try await server.post("/api/save_interaction", pair.ben, interaction)
        #expect(legacy.status == 400)
        var answers: [JSON] = []
        for id in [pair.workflow, UUID().uuidString.lowercased()] {
            var feedback = Sample.feedback
            feedback["stage"] = "user_feedback"
            feedback["owner_email"] = .string(pair.anaName)
            feedback["export_workflow_id"] = .string(id)
            let lines = [try interaction.text, try feedback.text]
            let answer = try await server.post(
                "/api/v1/records",
                pair.ben,
                text: lines.joined(separator: "\n")
            )
            #expect(try answer.json["rejected"] == 2)
            answers.append(try answer.json)
        }
        #expect(answers[0] == answers[1])
        #expect(try await server.database.count(count) == before)
    }

    @Test("writing: the totals that existing clients get count one's own alone")
    func totals() async throws {
        let server = try ServerUnderTest.current
        let pair = try await Pair(server, "totals")
        let answer = try await server.post(
            "/api/save_interaction",
            pair.ben,
            Sample.interaction("hi")
        )
        #expect(try answer.json["total_interactions"] == 1)
        let history = try await server.get("/api/get_interaction_history", pair.ben)
        #expect(try history.json["total_count"] == 1)
    }
}

/// Two owners, of whom the first has a workflow with all stages and an interaction.
private struct Pair {
    let anaName: String
    let benName: String
    let ana: String
    let ben: String
    let workflow: String
    let interaction = "ana_interaction"

    init(_ server: ServerUnderTest, _ name: String) async throws {
        anaName = "ana-\(name)@example.com"
        benName = "ben-\(name)@example.com"
        ana = try await server.key("owner", owner: anaName)
        ben = try await server.key("owner", owner: benName)
        let first = try await server.record(
            "/api/v1/exports",
            ana,
            Sample.summary(owner: anaName, document: "ana_document")
        )
        workflow = try #require(first["export_workflow_id"].string)
        let path = "/api/v1/exports/\(workflow)"
        try await server.record("\(path)/modifications", ana, Sample.modifications())
        try await server.record("\(path)/deliverable", ana, Sample.deliverable)
        try await server.record(
            "/api/v1/interactions",
            ana,
            Sample.interaction("anasecret", id: interaction, thread: "ana_thread")
        )
    }
}
