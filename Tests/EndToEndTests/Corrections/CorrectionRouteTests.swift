import Foundation
import Testing

@Suite("GET /api/v1/corrections", .serving())
struct CorrectionRouteTests {
    @Test("streams all corrections, and pages of them that make up the same")
    func stream() async throws {
        let server = try ServerUnderTest.current
        try await server.database.ingest(CorrectionSample.records)
        let key = try await server.key("miner")
        let whole = try await server.get("/api/v1/corrections", key)
        #expect(whole.status == 200)
        #expect(whole.header("content-type") == "application/x-ndjson")
        let listed = try await server.database.redline([
            "corrections", "list", "--format", "ndjson",
        ])
        #expect(whole.text == listed.text)
        #expect(whole.text.split(separator: "\n").count == 5)

        for filter in ["", "&document_type=invoice", "&field=/vendor_*&min_pattern_owners=3"] {
            let wanted = try await server.get("/api/v1/corrections?\(filter.dropFirst())", key).text
            for limit in [1, 2, 5] {
                var pages = ""
                var path: String? = "/api/v1/corrections?limit=\(limit)\(filter)"
                var asked = 0
                while let current = path, asked < 20 {
                    let answer = try await server.get(current, key)
                    #expect(answer.text.split(separator: "\n").count <= limit)
                    pages += answer.text
                    asked += 1
                    path = answer.header("link")?.firstMatch(of: /<(.+)>; rel="next"/)
                        .map { String($0.1) }
                }
                #expect(pages == wanted, "\(filter) by \(limit)")
            }
        }
        let last = try await server.database.auditedCorrections().last
        #expect(last == ["read_corrections", "key", "miner", nil, nil])
        // Who speaks for an owner reads of that one alone.
        let own = try await server.get(
            "/api/v1/corrections",
            server.key("compliance"),
            headers: ["X-User-Id": "bob@example.com"]
        )
        #expect(
            try own.text.split(separator: "\n").map { try JSON(parsing: String($0))["owner_email"] }
                == ["bob@example.com"]
        )
    }

    @Test("refuses what does not fit")
    func refusals() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("miner")
        for query in [
            "field=vendor", "pattern=typos", "cursor=00", "limit=0", "limit=1001", "owner=a%20b",
            "min_pattern_owners=0", "from=soon", "change_type=none",
        ] {
            try await server.get("/api/v1/corrections?\(query)", key)
                .expectProblem(
                    400,
                    "invalid_parameter",
                    at: ["/\(query.prefix { $0 != "=" })"]
                )
        }
        try await server.get("/api/v1/corrections?patern=typo", key)
            .expectProblem(400, "unknown_parameter", at: ["/patern"])
        for role in ["recorder", "analyst"] {
            try await server.get("/api/v1/corrections", server.key(role))
                .expectProblem(403, "forbidden")
        }
    }
}
