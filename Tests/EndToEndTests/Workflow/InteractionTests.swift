import Testing

@Suite("Interactions over HTTP", .serving())
struct InteractionTests {
    @Test("come back as they were sent, to the byte of every value")
    func whole() async throws {
        let server = try ServerUnderTest.current
        let owner = "whole@example.com"
        let key = try await server.key("owner", owner: owner)
        let calls = #"""
            [{"tool_name":"find","arguments":{"q": 1.0, "big":12345678901234567890},\#
            "result":[1e2,  "é\u00e9"],"status":"success","duration_ms":12.50},\#
            {"tool_name":"send","arguments":{},"status":"timeout",\#
            "error":"too slow"}]
            """#
        let metadata = #"{"model":"gpt-4","tokens_used":10, "z":1,"a":2}"#
        let body = #"""
            {"interaction_id":"INT_20260101_000000_000001","thread_id":"t1",\#
            "user_message":"hi\nthere","assistant_response":"","tool_calls":\#(calls),\#
            "metadata":\#(metadata),"extra":{"kept":[1.50]}}
            """#
        let posted = try await server.post("/api/v1/interactions", key, text: body)
        #expect(posted.status == 201)
        let receipt: JSON = [
            "interaction_id": "INT_20260101_000000_000001", "user_id": .string(owner),
            "timestamp": "timestamp", "expiration_date": "expiration_date",
        ]
        let volatile = Sample.volatile.subtracting(["interaction_id"])
        #expect(try posted.json.masking(volatile).difference(from: receipt) == nil)
        let answer = try await server.get("/api/v1/interactions", key)
        #expect(answer.text.contains(#""tool_calls":\#(calls),"#))
        #expect(answer.text.contains(#""metadata":\#(metadata),"#))
        #expect(answer.text.contains(#""extra":{"kept":[1.50]}"#))
        let expected: JSON = [
            "interactions": [
                [
                    "interaction_id": "INT_20260101_000000_000001", "timestamp": "timestamp",
                    "user_id": .string(owner), "thread_id": "t1", "user_message": "hi\nthere",
                    "assistant_response": "", "tool_calls": try JSON(parsing: calls),
                    "metadata": try JSON(parsing: metadata), "extra": ["kept": [1.5]],
                    "repeats_previous": false, "expiration_date": "expiration_date",
                ]
            ],
            "returned_count": 1, "limit": 50, "offset": 0, "next_cursor": nil,
        ]
        #expect(try answer.json.masking(volatile).difference(from: expected) == nil)
    }

    @Test("get an id of their time, with a suffix where two would meet")
    func madeIDs() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "ids@example.com")
        let time = Sample.time(secondsAgo: 60)
        var ids: [String] = []
        for index in 0..<3 {
            let answer = try await server.record(
                "/api/v1/interactions",
                key,
                Sample.interaction("message \(index)", at: time)
            )
            ids.append(try #require(answer["interaction_id"].string))
        }
        let compact = time.filter { !"-:Z".contains($0) }.replacing("T", with: "_")
        #expect(ids[0] == "INT_\(compact)_000000")
        #expect(Set(ids).count == 3)
        for id in ids { #expect(id.wholeMatch(of: /INT_\d{8}_\d{6}_\d{6}(_.+)?/) != nil) }
        for id in ids { #expect(id.hasPrefix("INT_\(compact)_000000")) }
    }

    @Test("are found by thread, time and words")
    func filters() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "filters@example.com")
        let messages = [
            "Where is invoice INV-77?", "Translate the contract", "cancel invoice",
            "Größe ändern bitte", "invoice invoice invoice",
        ]
        let times = messages.indices.map { Sample.time(secondsAgo: Double($0 + 1) * 60) }
        for (index, message) in messages.enumerated() {
            try await server.record(
                "/api/v1/interactions",
                key,
                Sample.interaction(
                    message,
                    id: "i\(index)",
                    thread: index < 3 ? "thread/1 ä" : nil,
                    at: times[index]
                )
            )
        }
        let expected: [(query: String, rows: [Int])] = [
            ("", [0, 1, 2, 3, 4]),
            ("thread_id=thread%2F1%20%C3%A4", [0, 1, 2]),
            ("thread_id=thread", []),
            ("q=invoice", [0, 2, 4]),
            ("q=INVOICE%20-cancel", [0, 4]),
            ("q=gr%C3%B6%C3%9Fe", [3]),
            ("q=contract%20or%20cancel", [1, 2]),
            ("q=%22is%20invoice%22", [0]),
            ("q=inbox", [0, 1, 2, 3, 4]),
            ("q=nothing", []),
            ("q=%27%3B%20drop%20table%20x%3B%20--", []),
            ("thread_id=thread%2F1%20%C3%A4&q=invoice", [0, 2]),
            ("from=\(times[1])", [0, 1]),
            ("to=\(times[1])", [2, 3, 4]),
            ("from=\(times[3])&to=\(times[0])&q=invoice", [2]),
        ]
        for (query, rows) in expected {
            let answer = try await server.get("/api/v1/interactions?\(query)", key)
            let found = try answer.json["interactions"].elements.map { $0["interaction_id"].string }
            #expect(found == rows.map { "i\($0)" }, "\(query)")
        }
    }

    @Test("are searched in their first 50,000 characters, however many words they have")
    func manyWords() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "words@example.com")
        let words = (0..<150_000).map { "word\($0)" }.joined(separator: " ")
        try await server.record(
            "/api/v1/interactions",
            key,
            Sample.interaction(words, id: "many")
        )
        for (word, found) in [("word7", 1), ("word149999", 0), ("inbox", 1)] {
            let answer = try await server.get("/api/v1/interactions?q=\(word)", key)
            #expect(answer.status == 200)
            #expect(try answer.json["interactions"].elements.count == found, "\(word)")
        }
    }

    @Test("come in pages that make up the whole", arguments: [2, 5])
    func pages(limit: Int) async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "pages\(limit)@example.com")
        let lines = try (0..<12).map { index in
            try Sample.interaction(
                index < 11 ? "what about invoice \(index)" : "bye",
                id: "id \(index % 3) \(index)/ü",
                at: Sample.time(secondsAgo: Double(index / 4) * 60)
            ).text
        }
        let answer = try await server.post(
            "/api/v1/records",
            key,
            text: lines.joined(separator: "\n")
        )
        #expect(try answer.json["accepted"] == 12)
        var paging = Paging(path: "/api/v1/interactions", key: key, limit: limit)
        try await paging.check(rows: "interactions", id: "interaction_id", count: 12)
        paging.filter = "q=invoice"
        try await paging.check(rows: "interactions", id: "interaction_id", count: 11)
    }

    @Test("show where a user repeats a message of the thread")
    func repeats() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "repeats@example.com")
        let messages = [
            "Where is my invoice for May?", "Where is my invoice for May??", "Thank you!",
        ]
        for (index, message) in messages.enumerated() {
            try await server.record(
                "/api/v1/interactions",
                key,
                Sample.interaction(
                    message,
                    thread: "t",
                    at: Sample.time(secondsAgo: 100 - Double(index))
                )
            )
        }
        let answer = try await server.get("/api/v1/interactions", key).json
        #expect(
            answer["interactions"].elements.map { $0["repeats_previous"] } == [false, true, false]
        )
    }
}
