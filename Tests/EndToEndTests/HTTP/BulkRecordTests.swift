import Foundation
import Testing

@Suite("Many records in one body", .serving())
struct BulkRecordTests {
    @Test("are counted, and each refused line is named with its faults")
    func tally() async throws {
        let server = try ServerUnderTest.current
        let owner = "tally@example.com"
        let key = try await server.key("owner", owner: owner)
        let id = UUID().uuidString
        var lines = [
            try Sample.interaction("first", id: "i1").text, "",
            try Sample.interaction("first", id: "i1").text,
            try Sample.interaction("other", id: "i1").text, "no JSON", "[1]",
            #"{"user_message":"","assistant_response":"r"}"#,
            #"{"user_message":"m","assistant_response":"r","user_id":"other@example.com"}"#,
            #"{"stage":"stage 9"}"#, #"{"a":1}"#,
        ]
        var stage = Sample.summary(owner: owner)
        stage["stage"] = "initial_ai_summary"
        stage["export_workflow_id"] = .string(id)
        lines.append(try stage.text + "\r")
        let body = lines.joined(separator: "\n")
        let first = try await server.post("/api/v1/records", key, text: body)
        #expect(first.status == 200)
        let found = try first.json
        #expect(found.names == ["accepted", "duplicates", "rejected", "errors"])
        #expect(found["accepted"] == 2)
        #expect(found["duplicates"] == 1)
        #expect(found["rejected"] == 7)
        let errors = found["errors"].elements
        #expect(errors.allSatisfy { $0.names == ["line", "detail", "errors"] })
        #expect(errors.allSatisfy { $0["detail"].string?.isEmpty == false })
        let places = errors.map { error in
            let pointers = error["errors"].elements.compactMap { $0["pointer"].string }
            return "\(error["line"].integer ?? 0) \(pointers)"
        }
        #expect(
            places == [
                "4 []", #"5 [""]"#, #"6 [""]"#, #"7 ["/user_message"]"#, #"8 ["/user_id"]"#,
                #"9 ["/stage"]"#, #"10 ["/stage"]"#,
            ]
        )
        let second = try await server.post("/api/v1/records", key, text: body)
        #expect(try second.json["accepted"] == 0)
        #expect(try second.json["duplicates"] == 3)
        #expect(try second.json["errors"] == found["errors"])
        let read = try await server.get("/api/v1/exports/\(id)", key)
        #expect(try read.json["status"] == "awaiting_user_review")
    }

    @Test("may hold the stages of a workflow in any order", arguments: [0, 1, 2, 3])
    func outOfOrder(rotation: Int) async throws {
        let server = try ServerUnderTest.current
        let owner = "order\(rotation)@example.com"
        let key = try await server.key("recorder")
        let id = UUID().uuidString.lowercased()
        let stages: [(String, JSON)] = [
            ("initial_ai_summary", Sample.summary(owner: owner)),
            ("user_modifications", Sample.modifications()),
            ("final_summary_and_deliverable", Sample.deliverable),
            ("user_feedback", Sample.feedback),
        ]
        let lines = try stages.map { name, record in
            var record = record
            record["stage"] = .string(name)
            record["export_workflow_id"] = .string(id)
            record["owner_email"] = .string(owner)
            return try record.text
        }
        let order = rotation == 3 ? [3, 2, 1, 0] : (0..<4).map { ($0 + rotation) % 4 }
        let body = order.map { lines[$0] }.joined(separator: "\n")
        let answer = try await server.post("/api/v1/records", key, text: body)
        #expect(
            try answer.json == ["accepted": 4, "duplicates": 0, "rejected": 0, "errors": []],
            "\(answer.text)"
        )
        let mine = try await server.key("owner", owner: owner)
        let read = try await server.get("/api/v1/exports/\(id)", mine).json
        #expect(read["status"] == "completed")
        #expect(read["document_id"] == "doc_invoice_2024_001")
        #expect(read["stages"]["stage2"]["user_actions"]["fields_edited_count"] == 2)
        #expect(
            read["stages"]["stage3"]["measured"]
                == ["summary_edits": 1, "summary_reference_words": 11]
        )
        #expect(read["stages"]["feedback"]["satisfaction_rating"] == 5)
    }

    @Test("may come packed, and more than a batch of them")
    func large() async throws {
        let server = try ServerUnderTest.current
        let owner = "large@example.com"
        let key = try await server.key("owner", owner: owner)
        let lines = try (0..<2_500).map { try Sample.interaction("m\($0)", id: "i\($0)").text }
        let packed = try await Gzip.pack(Array(lines.joined(separator: "\n").utf8))
        let expected: [(accepted: JSON, duplicates: JSON)] = [(2_500, 0), (0, 2_500)]
        for (accepted, duplicates) in expected {
            let answer = try await server.send(
                "POST",
                "/api/v1/records",
                key,
                headers: ["Content-Encoding": "gzip"],
                packed
            )
            #expect(try answer.json["accepted"] == accepted)
            #expect(try answer.json["duplicates"] == duplicates)
        }
        let stored = "select count(*) from redline.interaction where owner = '\(owner)'"
        #expect(try await server.database.count(stored) == 2_500)
    }

    @Test("are none in an empty body", arguments: ["", "\n", " \n\r\n"])
    func empty(body: String) async throws {
        let server = try ServerUnderTest.current
        let answer = try await server.post(
            "/api/v1/records",
            try await server.key("recorder"),
            text: body
        )
        #expect(answer.status == 200)
        #expect(try answer.json == ["accepted": 0, "duplicates": 0, "rejected": 0, "errors": []])
    }

    @Test("are all counted where they are refused, but no more than a thousand are named")
    func namedRejections() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "refused@example.com")
        let body = String(repeating: "no JSON\n", count: 1_001)
        let answer = try await server.post("/api/v1/records", key, text: body)
        #expect(answer.status == 200)
        let found = try answer.json
        #expect(found["rejected"] == 1_001)
        #expect(found["errors"].elements.map { $0["line"].integer } == (1...1_000).map { $0 })
    }
}
