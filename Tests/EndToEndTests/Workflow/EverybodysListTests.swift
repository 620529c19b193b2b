import Foundation
import Testing

@Suite("What everybody has recorded")
struct EverybodysListTests {
    /// Of several owners, minutes, hours, days and weeks ago; the newest first.
    private static let hours = [0.1, 0.2, 5, 23, 25, 30, 100, 190, 194, 300, 600]

    private static func record(_ server: ServerUnderTest) async throws {
        for (place, ago) in hours.enumerated() {
            let record = Sample.interaction(
                place % 2 == 0 ? "apples please" : "pears please",
                user: "everybody\(place % 3)@example.com",
                id: "i\(place)",
                thread: place % 4 == 0 ? "four" : nil,
                at: Sample.time(secondsAgo: ago * 3_600)
            )
            try await server.record("/api/v1/interactions", server.admin, record)
        }
    }

    private static func ids(_ server: ServerUnderTest, _ query: String) async throws -> [String] {
        try await server.get("/api/v1/interactions?\(query)", server.admin)
            .json["interactions"].elements.compactMap { $0["interaction_id"].string }
    }

    @Test("of interactions is the same list in pages, and by filters, however long ago they were")
    func interactions() async throws {
        // A server of its own, as other tests record for everybody as well.
        try await ServerUnderTest.run {
            let server = try ServerUnderTest.current
            try await Self.record(server)
            for limit in [1, 2, 3, 4, 7, 50] {
                try await Paging(path: "/api/v1/interactions", key: server.admin, limit: limit)
                    .check(rows: "interactions", id: "interaction_id", count: Self.hours.count)
            }
            for (filter, places) in [
                ("", [0, 1, 2, 3]), ("&q=pears", [1, 3, 5, 7]), ("&thread_id=four", [0, 4, 8]),
                ("&to=\(Sample.time(secondsAgo: 24 * 3_600))", [4, 5, 6, 7]),
                ("&from=\(Sample.time(secondsAgo: 24 * 3_600))", [0, 1, 2, 3]),
                ("&from=\(Sample.time(secondsAgo: 12 * 3_600))", [0, 1, 2]), ("&q=plums", []),
            ] {
                let found = try await Self.ids(server, "limit=4\(filter)")
                #expect(found == places.map { "i\($0)" }, "\(filter)")
            }
        }
    }

    @Test("is found behind thousands of newer records that a filter leaves out")
    func behind() async throws {
        try await ServerUnderTest.run {
            let server = try ServerUnderTest.current
            try await Self.record(server)
            var old = Sample.summary(owner: "old@example.com", document: "the one")
            old["timestamp"] = .string(Sample.time(secondsAgo: 5 * 86_400))
            let id = try await server.record("/api/v1/exports", server.admin, old)[
                "export_workflow_id"
            ].string
            // Of the same moment, so that times alone do not order them.
            let time = Sample.time(secondsAgo: 30)
            var lines: [String] = []
            for place in 0..<2_500 {
                let owner = "many\(place % 40)@example.com"
                lines.append(
                    try Sample.interaction("more", user: owner, id: "m\(place)", at: time).text
                )
                var stage = Sample.summary(owner: owner, document: "another")
                stage["stage"] = "initial_ai_summary"
                stage["export_workflow_id"] = .string(UUID().uuidString)
                stage["timestamp"] = .string(time)
                lines.append(try stage.text)
            }
            let body = lines.joined(separator: "\n")
            let answer = try await server.post("/api/v1/records", server.admin, text: body)
            #expect(try answer.json["accepted"] == 5_000)

            #expect(try await Self.ids(server, "q=pears&limit=3") == ["i1", "i3", "i5"])
            #expect(try await Self.ids(server, "limit=1&offset=2500") == ["i0"])
            let path = "/api/v1/exports/history"
            let found = try await server.get("\(path)?document_id=the%20one", server.admin).json
            #expect(found["exports"].elements.map { $0["export_workflow_id"].string } == [id])
            for (path, rows, id, count) in [
                (path, "exports", "export_workflow_id", 2_501),
                ("/api/v1/interactions", "interactions", "interaction_id", 2_511),
            ] {
                var seen: Set<String> = []
                var next: String? = "\(path)?limit=1000"
                var pages = 0
                while let current = next, pages < 10 {
                    let page = try await server.get(current, server.admin).json
                    seen.formUnion(page[rows].elements.compactMap { $0[id].string })
                    next = page["next_cursor"].string.map { "\(path)?limit=1000&cursor=\($0)" }
                    pages += 1
                }
                #expect(pages == 3, "\(path)")
                #expect(seen.count == count, "\(path)")
            }
        }
    }
}
