import Foundation
import Testing

@Suite("The history of exports", .serving())
struct ExportHistoryTests {
    @Test("shows each export in full")
    func whole() async throws {
        let server = try ServerUnderTest.current
        let owner = "whole@example.com"
        let key = try await server.key("owner", owner: owner)
        let first = try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
        let id = try #require(first["export_workflow_id"].string)
        try await server.record("/api/v1/exports/\(id)/modifications", key, Sample.modifications())
        let answer = try await server.get("/api/v1/exports/history", key)
        #expect(answer.status == 200)
        #expect(answer.header("content-type") == "application/json")
        let expected: JSON = [
            "exports": [
                [
                    "export_workflow_id": "export_workflow_id",
                    "document_id": "doc_invoice_2024_001", "document_type": "invoice",
                    "owner_email": .string(owner), "status": "awaiting_final_processing",
                    "revision": 1, "model": "gpt-4", "template": "executive_summary",
                    "format": "pdf", "started_at": "started_at",
                    "expiration_date": "expiration_date",
                ]
            ],
            "returned_count": 1, "limit": 50, "offset": 0, "next_cursor": nil,
        ]
        let found = try answer.json
        #expect(found.masking(Sample.volatile).difference(from: expected) == nil)
        #expect(found["exports"][0]["export_workflow_id"] == .string(id))
        #expect(found["exports"][0]["expiration_date"] == first["expiration_date"])
    }

    @Test("of everybody is the same list in pages, however long ago its exports were")
    func everybody() async throws {
        // A server of its own, as other tests record for everybody as well.
        try await ServerUnderTest.run {
            let server = try ServerUnderTest.current
            var ids: [String] = []
            // Minutes, hours, days and weeks ago, of several owners; the newest first.
            let hours = [0.1, 0.2, 5, 23, 25, 30, 100, 190, 194, 300, 600]
            for (place, ago) in hours.enumerated() {
                let owner = "everybody\(place % 3)@example.com"
                var record = Sample.summary(owner: owner, document: place % 2 == 0 ? "a" : "b")
                record["timestamp"] = .string(Sample.time(secondsAgo: ago * 3_600))
                let answer = try await server.record("/api/v1/exports", server.admin, record)
                ids.append(try #require(answer["export_workflow_id"].string))
            }
            for limit in [1, 2, 3, 4, 7, 50] {
                try await Paging(path: "/api/v1/exports/history", key: server.admin, limit: limit)
                    .check(rows: "exports", id: "export_workflow_id", count: hours.count)
            }
            let path = "/api/v1/exports/history?limit=4"
            for (filter, places) in [
                ("", [0, 1, 2, 3]), ("&document_id=b", [1, 3, 5, 7]),
                ("&to=\(Sample.time(secondsAgo: 24 * 3_600))", [4, 5, 6, 7]),
                ("&from=\(Sample.time(secondsAgo: 24 * 3_600))", [0, 1, 2, 3]),
                ("&from=\(Sample.time(secondsAgo: 12 * 3_600))", [0, 1, 2]),
                ("&status=completed", []),
            ] {
                let found = try await server.get(path + filter, server.admin).json["exports"]
                #expect(
                    found.elements.map { $0["export_workflow_id"].string }
                        == places.map { ids[$0] },
                    "\(filter)"
                )
            }
        }
    }

    @Test("is filtered by document, status and time, one by one and together")
    func filters() async throws {
        let server = try ServerUnderTest.current
        let owner = "filters@example.com"
        let key = try await server.key("owner", owner: owner)
        // The newest first: five exports, a minute apart, of two documents.
        var ids: [String] = []
        var times: [String] = []
        for index in 0..<5 {
            let time = Sample.time(secondsAgo: Double(index + 1) * 60)
            var record = Sample.summary(owner: owner, document: index < 2 ? "doc a" : "doc&b=1")
            record["timestamp"] = .string(time)
            let answer = try await server.record("/api/v1/exports", key, record)
            ids.append(try #require(answer["export_workflow_id"].string))
            times.append(time)
        }
        try await server.record(
            "/api/v1/exports/\(ids[1])/modifications",
            key,
            Sample.modifications()
        )
        for index in [3, 4] {
            try await server.record(
                "/api/v1/exports/\(ids[index])/deliverable",
                key,
                Sample.deliverable
            )
        }
        let expected: [(query: String, rows: [Int])] = [
            ("", [0, 1, 2, 3, 4]),
            ("document_id=doc%20a", [0, 1]),
            ("document_id=doc%26b%3D1", [2, 3, 4]),
            ("document_id=doc", []),
            ("status=awaiting_user_review", [0, 2]),
            ("status=awaiting_final_processing", [1]),
            ("status=completed", [3, 4]),
            ("from=\(times[2])", [0, 1, 2]),
            ("to=\(times[2])", [3, 4]),
            ("from=\(times[3])&to=\(times[1])", [2, 3]),
            ("from=\(times[3])&to=\(times[1])&status=completed", [3]),
            ("document_id=doc%26b%3D1&status=awaiting_user_review", [2]),
            ("to=2020-01-01", []),
        ]
        for (query, rows) in expected {
            let answer = try await server.get("/api/v1/exports/history?\(query)", key)
            let found = try answer.json["exports"].elements.map { $0["export_workflow_id"].string }
            #expect(found == rows.map { ids[$0] }, "\(query)")
        }
    }

    @Test("comes in pages, by offset and by cursor, that make up the whole", arguments: [1, 3, 7])
    func pages(limit: Int) async throws {
        let server = try ServerUnderTest.current
        let owner = "pages\(limit)@example.com"
        let key = try await server.key("owner", owner: owner)
        // Some begin at the same moment, so that time alone does not order them.
        for index in 0..<14 {
            var record = Sample.summary(owner: owner, document: "doc_\(index)")
            record["timestamp"] = .string("\(Sample.time(secondsAgo: 3_600 * Double(index / 4)))")
            try await server.record("/api/v1/exports", key, record)
        }
        let paging = Paging(path: "/api/v1/exports/history", key: key, limit: limit)
        try await paging.check(rows: "exports", id: "export_workflow_id", count: 14)
    }

    @Test("keeps the filter from page to page")
    func filteredPages() async throws {
        let server = try ServerUnderTest.current
        let owner = "filtered@example.com"
        let key = try await server.key("owner", owner: owner)
        for index in 0..<10 {
            let document = index.isMultiple(of: 2) ? "even & odd" : "odd"
            try await server.record(
                "/api/v1/exports",
                key,
                Sample.summary(owner: owner, document: document)
            )
        }
        var paging = Paging(path: "/api/v1/exports/history", key: key, limit: 2)
        paging.filter = "document_id=even%20%26%20odd"
        try await paging.check(rows: "exports", id: "export_workflow_id", count: 5)
    }

    @Test("does not skip or repeat exports that come in between pages")
    func movingPages() async throws {
        let server = try ServerUnderTest.current
        let owner = "moving@example.com"
        let key = try await server.key("owner", owner: owner)
        var ids: [String] = []
        func add() async throws {
            let answer = try await server.record(
                "/api/v1/exports",
                key,
                Sample.summary(owner: owner)
            )
            ids.append(try #require(answer["export_workflow_id"].string))
            try await Task.sleep(for: .milliseconds(3))
        }
        for _ in 0..<6 { try await add() }
        let before = ids
        var found: [String] = []
        var path = "/api/v1/exports/history?limit=2"
        while true {
            let page = try await server.get(path, key).json
            found += page["exports"].elements.compactMap { $0["export_workflow_id"].string }
            guard let cursor = page["next_cursor"].string else { break }
            path = "/api/v1/exports/history?limit=2&cursor=\(cursor)"
            try await add()
        }
        #expect(found == Array(before.reversed()))
    }
}
