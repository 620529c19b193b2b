import Foundation
import Testing

@Suite("Documents", .serving())
struct DocumentTests {
    private static let volatile: Set = [
        "created_at", "expiration_date", "etag", "export_workflow_id", "updated_at", "request_id",
    ]

    @Test("are stored in versions and given back as they came")
    func versions() async throws {
        let server = try ServerUnderTest.current
        let owner = "versions@example.com"
        let key = try await server.key("owner", owner: owner)
        let path = "/api/v1/docs/invoice%20%2F1"
        let data = #"{"z": 1.50, "a": "\u00e9", "n": 1e2, "a": "twice"}"#
        let text = """
            {"pages": 3, "extracted_data": \(data), "version": 77, "field_confidence": {"/z": 0.50},
             "source": {"document_type":"invoice","extraction_method":"OCR","di_confidence":null}}
            """
        let first = try await server.send("PUT", path, key, Array(text.utf8))
        #expect(first.status == 201, "\(first.text)")
        let receipt: JSON = [
            "document_id": "invoice /1", "owner_email": .string(owner), "version": 1,
            "created_at": "created_at", "expiration_date": "expiration_date",
        ]
        #expect(try first.json.masking(Self.volatile) == receipt)
        let tag = try #require(first.header("etag"))
        #expect(tag.wholeMatch(of: /"1-[0-9a-f]{32}"/) != nil)

        let found = try await server.get(path, key)
        #expect(found.status == 200)
        #expect(found.header("etag") == tag)
        for member in ["created_at", "expiration_date"] {
            #expect(try found.json[member] == first.json[member])
        }
        let created = try #require(try first.json["created_at"].string)
        let expires = try #require(try first.json["expiration_date"].string)
        #expect(
            found.text == """
                {"document_id":"invoice /1","owner_email":"\(owner)","version":1,\
                "created_at":"\(created)","expiration_date":"\(expires)","pages":3,\
                "extracted_data":\(data),"field_confidence":{"/z": 0.50},\
                "source":{"document_type":"invoice","extraction_method":"OCR","di_confidence":null}}
                """
        )

        let again = try await server.send("PUT", path, key, Array(text.utf8))
        #expect(again.status == 200)
        #expect(again.text == first.text)
        #expect(again.header("etag") == tag)
        let changed = try await server.put(path, key, Sample.document())
        #expect(changed.status == 201)
        #expect(try changed.json["version"] == 2)
        let latest = try await server.get(path, key)
        #expect(try latest.json["extracted_data"] == Sample.original)
        #expect(latest.header("etag") == changed.header("etag"))
        #expect(try await server.get("\(path)?version=1", key).text == found.text)
        #expect(try await server.get("\(path)?version=2", key).text == latest.text)
        try await server.get("\(path)?version=3", key).expectProblem(404, "not_found")
        try await server.get("/api/v1/docs/another", key).expectProblem(404, "not_found")
    }

    @Test("are replaced under If-Match only where that names the latest version")
    func conditions() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "conditions@example.com")
        let path = "/api/v1/docs/d"
        func put(_ number: Double, _ condition: String) async throws -> HTTPAnswer {
            var data = Sample.original
            data["total_amount"] = .number(number)
            return try await server.put(
                path,
                key,
                headers: ["If-Match": condition],
                Sample.document(data)
            )
        }
        try await put(1, "*").expectProblem(412, "outdated")
        let first = try await server.put(path, key, Sample.document())
        let old = try #require(first.header("etag"))
        let second = try await put(1, "\"x\", \(old)")
        #expect(second.status == 201)
        let new = try #require(second.header("etag"))
        for condition in [old, "\"x\"", "W/\(new)", "\"\(new.dropFirst(2))"] {
            try await put(2, condition).expectProblem(412, "outdated", "\(condition)")
        }
        for condition in ["", "x", "\"", "*, x", "\"\""] {
            try await put(2, condition)
                .expectProblem(400, "invalid_parameter", at: ["/If-Match"], "\(condition)")
        }
        // Sent again, because the answer was lost.
        let again = try await put(1, old)
        #expect(again.status == 200 && again.header("etag") == new)
        #expect(try await put(2, new).status == 201)
        #expect(try await put(3, "*").status == 201)
        #expect(try await server.get(path, key).json["version"] == 4)
    }

    @Test("are listed with the state of their newest export, those stored last first")
    func list() async throws {
        let server = try ServerUnderTest.current
        let owner = "list@example.com"
        let key = try await server.key("owner", owner: owner)
        for id in ["a", "b", "c"] {
            #expect(
                try await server.put("/api/v1/docs/\(id)", key, Sample.document()).status == 201
            )
        }
        #expect(
            try await server.put("/api/v1/docs/a", key, Sample.document(Sample.modified)).status
                == 201
        )
        // Of b an older export is through, and the newer one goes on.
        var workflows: [String] = []
        for age in [120.0, 60] {
            var record = Sample.summary(owner: owner, document: "b")
            record["timestamp"] = .string(Sample.time(secondsAgo: age))
            let first = try await server.record("/api/v1/exports", key, record)
            workflows.append(try #require(first["export_workflow_id"].string))
        }
        let old = "/api/v1/exports/\(workflows[0])"
        try await server.record("\(old)/modifications", key, Sample.modifications())
        try await server.record("\(old)/deliverable", key, Sample.deliverable)
        let new = "/api/v1/exports/\(workflows[1])"
        let last = try await server.record("\(new)/modifications", key, Sample.modifications())

        let answer = try await server.get("/api/v1/docs", key)
        #expect(answer.status == 200)
        func row(_ id: String, version: Int, fields: Double, _ export: JSON) -> JSON {
            [
                "document_id": .string(id), "owner_email": .string(owner),
                "version": .number(Double(version)), "etag": "etag",
                "document_type": "invoice", "extraction_method": "document_intelligence",
                "di_confidence": 0.95, "fields": .number(fields), "created_at": "created_at",
                "expiration_date": "expiration_date", "export": export,
            ]
        }
        let export: JSON = [
            "export_workflow_id": "export_workflow_id", "revision": 1,
            "stage": "user_modifications", "status": "awaiting_final_processing",
            "updated_at": "updated_at",
        ]
        let expected: JSON = [
            "documents": [
                row("a", version: 2, fields: 7, nil), row("c", version: 1, fields: 6, nil),
                row("b", version: 1, fields: 6, export),
            ],
            "returned_count": 3, "limit": 50, "offset": 0, "next_cursor": nil,
        ]
        let found = try answer.json
        #expect(found.masking(Self.volatile).difference(from: expected) == nil)
        let shown = found["documents"][2]["export"]
        #expect(shown["export_workflow_id"] == .string(workflows[1]))
        #expect(shown["updated_at"] == last["timestamp"])
        let document = try await server.get("/api/v1/docs/a", key)
        #expect(found["documents"][0]["etag"].string == document.header("etag"))

        try await server.record("\(new)/feedback", key, Sample.feedback)
        try await server.record("\(new)/deliverable", key, Sample.deliverable)
        let later = try await server.get("/api/v1/docs", key).json["documents"][2]["export"]
        #expect(later["status"] == "completed")
        #expect(later["stage"] == "final_summary_and_deliverable")
    }

    @Test("are listed page by page, each once")
    func pages() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "pages@example.com")
        for number in 0..<23 {
            let path = "/api/v1/docs/d%20\(number)"
            _ = try await server.put(path, key, Sample.document())
        }
        for limit in [1, 5, 23] {
            try await Paging(path: "/api/v1/docs", key: key, limit: limit)
                .check(rows: "documents", id: "document_id", count: 23)
        }
        let list = try await server.get("/api/v1/docs?limit=3", key).json["documents"]
        let time = try #require(list[2]["created_at"].string)
        let after = try await server.get("/api/v1/docs?from=\(time)&limit=1000", key).json
        #expect(after["documents"].elements.count == 3)
        let before = try await server.get("/api/v1/docs?to=\(time)&limit=1000", key).json
        #expect(before["documents"].elements.count == 20)
    }
}
