import Foundation
import Testing

@Suite("The same record twice", .serving())
struct SameRecordTests {
    @Test("is stored once and answered as it was, stage by stage")
    func stages() async throws {
        let server = try ServerUnderTest.current
        let owner = "stages@example.com"
        let key = try await server.key("owner", owner: owner)
        let id = UUID().uuidString.lowercased()
        var first = Sample.summary(owner: owner)
        first["export_workflow_id"] = .string(id)
        let path = "/api/v1/exports"
        let requests: [(String, JSON)] = [
            (path, first), ("\(path)/\(id)/modifications", Sample.modifications()),
            ("\(path)/\(id)/deliverable", Sample.deliverable),
            ("\(path)/\(id)/feedback", Sample.feedback),
        ]
        var answers: [HTTPAnswer] = []
        for (path, record) in requests {
            let answer = try await server.post(path, key, record)
            #expect(answer.status == 201, "\(path): \(answer.text)")
            answers.append(answer)
        }
        for ((path, record), answer) in zip(requests, answers) {
            let again = try await server.post(path, key, record)
            #expect(again.status == answer.status)
            #expect(again.text == answer.text)
            // White space and the order of members make no other record of it.
            let respelled = try JSONFormatting.respell(record)
            let third = try await server.post(path, key, text: respelled)
            #expect(third.text == answer.text)
        }
        for (index, (path, record)) in requests.enumerated() {
            var other = record
            let change: (String, JSON) =
                [
                    ("document_id", "another"), ("modified_data", ["a": 1]),
                    ("ai_final_summary", "another"), ("satisfaction_rating", 1),
                ][index]
            other[change.0] = change.1
            try await server.post(path, key, other).expectProblem(409, "conflict", "\(path)")
        }
        let stored = try await server.database.rows(
            "select stage from redline.export_stage where workflow_id = '\(id)' order by stage"
        )
        #expect(stored == [["1"], ["2"], ["3"], ["4"]])
    }

    @Test("is stored once where it is an interaction with an id")
    func interactions() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "interactions@example.com")
        let record = Sample.interaction("once", id: "i 1")
        let first = try await server.post("/api/v1/interactions", key, record)
        try await Task.sleep(for: .milliseconds(5))
        let second = try await server.post("/api/v1/interactions", key, record)
        #expect(first.status == 201)
        #expect(second.status == 201)
        #expect(first.text == second.text)
        let other = Sample.interaction("twice", id: "i 1")
        try await server.post("/api/v1/interactions", key, other).expectProblem(409, "conflict")
        let found = try await server.get("/api/v1/interactions", key).json["interactions"]
        #expect(found.elements.map { $0["user_message"] } == ["once"])
    }

    @Test("is known by its Idempotency-Key, for each owner apart")
    func idempotencyKeys() async throws {
        let server = try ServerUnderTest.current
        let headers = ["Idempotency-Key": "retry 1/ä"]
        var texts: Set<String> = []
        for owner in ["one@example.com", "two@example.com"] {
            let key = try await server.key("owner", owner: owner)
            let path = "/api/v1/interactions"
            let record = Sample.interaction("from \(owner)")
            let first = try await server.post(path, key, headers: headers, record)
            #expect(first.status == 201)
            try await Task.sleep(for: .milliseconds(5))
            let second = try await server.post(path, key, headers: headers, record)
            #expect(second.status == 201)
            #expect(first.text == second.text)
            texts.insert(first.text)
            try await server.post(path, key, headers: headers, Sample.interaction("other"))
                .expectProblem(409, "conflict")
            #expect(try await server.get(path, key).json["returned_count"] == 1)
            let export = try await server.post(
                "/api/v1/exports",
                key,
                headers: ["Idempotency-Key": "export"],
                Sample.summary(owner: owner)
            )
            let again = try await server.post(
                "/api/v1/exports",
                key,
                headers: ["Idempotency-Key": "export"],
                Sample.summary(owner: owner)
            )
            #expect(export.status == 201)
            #expect(export.text == again.text)
        }
        #expect(texts.count == 2)
    }

    @Test("is another one on another workflow's path, also under the same Idempotency-Key")
    func otherWorkflow() async throws {
        let server = try ServerUnderTest.current
        let owner = "paths@example.com"
        let key = try await server.key("owner", owner: owner)
        let headers = ["Idempotency-Key": "review"]
        var paths: [String] = []
        for document in ["one", "two"] {
            let export = Sample.summary(owner: owner, document: document)
            let id = try await server.record("/api/v1/exports", key, export)["export_workflow_id"]
            paths.append("/api/v1/exports/\(try #require(id.string))/modifications")
        }
        let body = Sample.modifications()
        #expect(try await server.post(paths[0], key, headers: headers, body).status == 201)
        let other = try await server.post(paths[1], key, headers: headers, body)
        other.expectProblem(409, "conflict")
        #expect(try await server.post(paths[0], key, headers: headers, body).status == 201)
        let stages = "select count(*) from redline.export_stage where owner = '\(owner)'"
        #expect(try await server.database.count(stages) == 3)
    }

    @Test("needs an Idempotency-Key of 1 to 255 characters")
    func badIdempotencyKeys() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "bad@example.com")
        for name in ["", String(repeating: "k", count: 256)] {
            let answer = try await server.post(
                "/api/v1/interactions",
                key,
                headers: ["Idempotency-Key": name],
                Sample.interaction()
            )
            answer.expectProblem(400, "invalid_parameter", at: ["/Idempotency-Key"])
        }
        let longest = try await server.post(
            "/api/v1/interactions",
            key,
            headers: ["Idempotency-Key": String(repeating: "k", count: 255)],
            Sample.interaction()
        )
        #expect(longest.status == 201)
    }

    @Test("sent twenty times at once becomes one record and one answer")
    func concurrent() async throws {
        let server = try ServerUnderTest.current
        let owner = "concurrent@example.com"
        let key = try await server.key("owner", owner: owner)
        let requests: [(String, JSON)] = [
            ("/api/v1/interactions", Sample.interaction("at once")),
            ("/api/v1/exports", Sample.summary(owner: owner)),
            ("/api/v1/interactions", Sample.interaction("at once, too", id: "same id")),
        ]
        for (index, (path, record)) in requests.enumerated() {
            let headers = index < 2 ? ["Idempotency-Key": "at once \(index)"] : [:]
            let answers = try await withThrowingTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask {
                        let answer = try await server.post(path, key, headers: headers, record)
                        return "\(answer.status) \(answer.text)"
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(answers.first?.hasPrefix("201 ") == true, "\(answers)")
        }
        let stored = try await server.database.rows(
            """
            select (select count(*) from redline.interaction where owner = '\(owner)'),
              (select count(*) from redline.export_stage where owner = '\(owner)')
            """
        )
        #expect(stored == [["2", "1"]])
    }
}

/// Other spellings of the same value.
enum JSONFormatting {
    /// The value with white space, and with the members of each object in reverse order.
    static func respell(_ json: JSON) throws -> String {
        switch json {
        case .object(let members):
            let texts = try members.sorted { $0.key > $1.key }.map { name, value in
                try "\(JSON.string(name).text) : \(respell(value))"
            }
            return "{ \(texts.joined(separator: " ,\n")) }"
        case .array(let elements):
            return "[ \(try elements.map(respell).joined(separator: " , ")) ]"
        default: return try json.text
        }
    }
}
