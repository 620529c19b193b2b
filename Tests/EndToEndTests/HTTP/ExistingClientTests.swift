import Foundation
import Testing

@Suite("Existing clients with a key", .serving())
struct ExistingClientTests {
    @Test("save an interaction and get it back")
    func whole() async throws {
        let server = try ServerUnderTest.current
        let owner = "whole@example.com"
        let key = try await server.key("owner", owner: owner)
        let record = ExistingClient.record
        for total in 1...2 {
            let saved = try await server.post("/api/save_interaction", key, record)
            #expect(saved.status == 200)
            #expect(saved.header("content-type") == "application/json")
            let expected: JSON = [
                "status": "success", "message": "Interaction saved",
                "interaction_id": "interaction_id", "timestamp": "timestamp",
                "total_interactions": .number(Double(total)), "user_id": .string(owner),
                "storage_location": "postgresql:redline.interaction",
            ]
            #expect(try saved.json.masking(Sample.volatile).difference(from: expected) == nil)
        }
        let history = try await server.get("/api/get_interaction_history?limit=1", key)
        #expect(history.status == 200)
        var interaction = record
        interaction["interaction_id"] = "interaction_id"
        interaction["timestamp"] = "timestamp"
        interaction["user_id"] = .string(owner)
        let expected: JSON = [
            "status": "success", "interactions": [interaction], "total_count": 2,
            "returned_count": 1, "offset": 0, "limit": 1, "user_id": .string(owner),
            "thread_id": nil,
        ]
        #expect(try history.json.masking(Sample.volatile).difference(from: expected) == nil)
        let id = try history.json["interactions"][0]["interaction_id"].string
        #expect(id?.wholeMatch(of: /INT_\d{8}_\d{6}_\d{6}(_.+)?/) != nil)
    }

    @Test("save for whom they name, with a key that records for any owner")
    func recorder() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("recorder")
        let named = try await server.post(
            "/api/save_interaction",
            key,
            headers: ["X-User-Id": "header@example.com"],
            ExistingClient.record
        )
        #expect(try named.json["user_id"] == "header@example.com")
        #expect(try named.json["total_interactions"] == 1)
        let nobody = try await server.post("/api/save_interaction", key, ExistingClient.record)
        ExistingClient.expectError(nobody)
        let history = try await server.get(
            "/api/get_interaction_history",
            server.admin,
            headers: ["X-User-Id": "header@example.com"]
        )
        #expect(try history.json["total_count"] == 1)
        ExistingClient.expectError(
            try await server.get("/api/get_interaction_history", server.admin)
        )
    }

    @Test("page through a history and narrow it to a thread")
    func paging() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "paging@example.com")
        for index in 0..<7 {
            var record = ExistingClient.record
            record["user_message"] = .string("m\(index)")
            record["thread_id"] = .string(index < 5 ? "a" : "b")
            record["timestamp"] = .string(Sample.time(secondsAgo: 100 - Double(index)))
            #expect(try await server.post("/api/save_interaction", key, record).status == 200)
        }
        let expected: [(query: String, messages: [String], total: Double)] = [
            ("", ["m6", "m5", "m4", "m3", "m2", "m1", "m0"], 7),
            ("limit=3", ["m6", "m5", "m4"], 7),
            ("limit=3&offset=3", ["m3", "m2", "m1"], 7),
            ("limit=3&offset=6", ["m0"], 7),
            ("offset=7", [], 7),
            ("thread_id=a&limit=2&offset=1", ["m3", "m2"], 5),
            ("thread_id=none", [], 0),
            ("limit=1000&thread_id=b", ["m6", "m5"], 2),
        ]
        for (query, messages, total) in expected {
            let page = try await server.get("/api/get_interaction_history?\(query)", key).json
            let found = page["interactions"].elements.compactMap { $0["user_message"].string }
            #expect(found == messages, "\(query)")
            #expect(page["total_count"] == .number(total), "\(query)")
            #expect(page["returned_count"].integer == messages.count, "\(query)")
        }
    }

    @Test("are told what is wrong as {error}, with 400")
    func errors() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "errors@example.com")
        for query in ["limit=0", "limit=1001", "limit=abc", "offset=-1", "limt=1", "cursor=x"] {
            let answer = try await server.get("/api/get_interaction_history?\(query)", key)
            ExistingClient.expectError(answer)
        }
        let bodies = [
            "", "{", "[]", "{}", #"{"user_message":"m"}"#,
            #"{"user_message":"","assistant_response":"r"}"#,
            #"{"user_message":"m","assistant_response":""}"#,
            #"{"user_message":"m","assistant_response":"r","user_id":"other@example.com"}"#,
        ]
        for body in bodies {
            let answer = try await server.post("/api/save_interaction", key, text: body)
            ExistingClient.expectError(answer)
        }
        let headers = ["Content-Encoding": "br"]
        ExistingClient.expectError(
            try await server.post("/api/save_interaction", key, headers: headers, text: "{}")
        )
        let conflict = Sample.interaction("one", id: "same")
        #expect(try await server.post("/api/save_interaction", key, conflict).status == 200)
        ExistingClient.expectError(
            try await server.post("/api/save_interaction", key, Sample.interaction("x", id: "same"))
        )
    }
}

@Suite("Existing clients on a trusted network", .serving(["--trust-user-header"]))
struct TrustedNetworkTests {
    @Test("are known by X-User-Id alone, each with a history of their own")
    func headerAlone() async throws {
        let server = try ServerUnderTest.current
        for owner in ["one@example.com", "user_2"] {
            let headers = ["X-User-Id": owner]
            let saved = try await server.post(
                "/api/save_interaction",
                nil,
                headers: headers,
                ExistingClient.record
            )
            #expect(saved.status == 200)
            #expect(try saved.json["user_id"] == .string(owner))
            #expect(try saved.json["total_interactions"] == 1)
            let history = try await server.get(
                "/api/get_interaction_history",
                nil,
                headers: headers
            )
            #expect(try history.json["total_count"] == 1)
            let exports = try await server.get("/api/v1/exports/history", nil, headers: headers)
            #expect(exports.status == 200)
        }
    }

    @Test("are nobody without it, and no more than an owner with it")
    func nobody() async throws {
        let server = try ServerUnderTest.current
        let none = try await server.get("/api/get_interaction_history", nil)
        #expect(none.status == 401)
        #expect(try none.json.names == ["error"])
        let headers = ["X-User-Id": "one@example.com"]
        try await server.get("/api/v1/reports", nil, headers: headers)
            .expectProblem(403, "forbidden")
        let record = Sample.interaction("m", user: "two@example.com")
        let forged = try await server.post(
            "/api/save_interaction",
            nil,
            headers: headers,
            record
        )
        ExistingClient.expectError(forged)
        // A bad key is not made good by a header.
        let badKey = try await server.get("/api/v1/interactions", "rl_bad", headers: headers)
        badKey.expectProblem(401, "unauthorized")
        for name in ["a b", "a/b", ""] {
            let answer = try await server.get(
                "/api/get_interaction_history",
                nil,
                headers: ["X-User-Id": name]
            )
            #expect([400, 401].contains(answer.status))
            #expect(try answer.json.names == ["error"])
        }
    }
}

/// What the existing clients send and expect.
private enum ExistingClient {
    static let record: JSON = [
        "thread_id": "thread_1", "user_message": "What is the status of order 4711?",
        "assistant_response": "It left the warehouse yesterday.",
        "tool_calls": [
            [
                "tool_name": "order_status", "arguments": ["order": 4_711],
                "result": ["state": "sent"], "status": "success",
            ]
        ],
        "metadata": ["source": "web", "assistant_id": "asst_1", "model": "gpt-4"],
    ]

    static func expectError(
        _ answer: HTTPAnswer,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let json = (try? answer.json) ?? .null
        let isTheirs = json.names == ["error"] && json["error"].string?.isEmpty == false
        #expect(
            answer.status == 400 && isTheirs,
            "\(answer.status) \(answer.text)",
            sourceLocation: sourceLocation
        )
    }
}
