import Foundation
import Testing

/// Who may store and read whose documents, and what is refused.
@Suite("Access to documents", .serving())
struct DocumentAccessTests {
    @Test("is each owner's own: another's answers as one that does not exist")
    func isolation() async throws {
        let server = try ServerUnderTest.current
        let ana = try await server.key("owner", owner: "ana-docs@example.com")
        let ben = try await server.key("owner", owner: "ben-docs@example.com")
        let path = "/api/v1/docs/shared"
        let hers = try await server.put(path, ana, Sample.document())
        #expect(hers.status == 201)
        for query in ["", "?version=1"] {
            let seen = try await server.get("\(path)\(query)", ben)
            seen.expectProblem(404, "not_found")
            let unknown = try await server.get("/api/v1/docs/unknown\(query)", ben)
            #expect(
                try seen.json.masking(["request_id"]) == unknown.json.masking(["request_id"])
            )
        }
        #expect(try await server.get("/api/v1/docs", ben).json["documents"] == [])
        var forged = Sample.document(Sample.modified)
        forged["owner_email"] = "ana-docs@example.com"
        let answer = try await server.put(path, ben, forged)
        answer.expectProblem(400, "invalid_record", at: ["/owner_email"])
        let tag = try #require(hers.header("etag"))
        try await server.put(
            path,
            ben,
            headers: ["If-Match": tag],
            Sample.document(Sample.modified)
        )
        .expectProblem(412, "outdated")
        // The same id is another document.
        let his = try await server.put(path, ben, Sample.document(Sample.modified))
        #expect(try his.status == 201 && his.json["version"] == 1)
        #expect(try await server.get(path, ana).json["extracted_data"] == Sample.original)
        #expect(try await server.get(path, ben).json["extracted_data"] == Sample.modified)

        // Compliance has to say whose is meant, where there are several.
        let compliance = try await server.key("compliance")
        try await server.get(path, compliance).expectProblem(409, "ambiguous")
        let named = try await server.get(
            path,
            compliance,
            headers: ["X-User-Id": "ana-docs@example.com"]
        )
        #expect(try named.json["extracted_data"] == Sample.original)
        let all = try await server.get("/api/v1/docs?limit=1000", compliance)
        let owners = try all.json["documents"].elements.compactMap { $0["owner_email"].string }
        #expect(Set(owners).isSuperset(of: ["ana-docs@example.com", "ben-docs@example.com"]))
    }

    @Test("of a recorder is to store for the owner that is named, and not to read")
    func recorder() async throws {
        let server = try ServerUnderTest.current
        let recorder = try await server.key("recorder")
        let owner = "recorded@example.com"
        let path = "/api/v1/docs/recorded"
        try await server.put(path, recorder, Sample.document())
            .expectProblem(400, "invalid_record", at: ["/owner_email"])
        var document = Sample.document()
        document["owner_email"] = .string(owner)
        #expect(try await server.put(path, recorder, document).status == 201)
        let same = try await server.put(
            path,
            recorder,
            headers: ["X-User-Id": owner],
            Sample.document()
        )
        #expect(same.status == 200)
        try await server.get(path, recorder).expectProblem(403, "forbidden")
        let key = try await server.key("owner", owner: owner)
        #expect(try await server.get(path, key).json["version"] == 1)
    }

    @Test("is refused to what breaks a rule, and nothing of it is stored")
    func badInput() async throws {
        let server = try ServerUnderTest.current
        let owner = "bad-docs@example.com"
        let key = try await server.key("owner", owner: owner)
        let path = "/api/v1/docs/bad"
        for (text, code, pointers) in [
            ("", "malformed", [""]), ("{", "malformed", [""]), ("[]", "invalid_record", [""]),
            ("{}", "invalid_record", ["/source", "/extracted_data"]),
            (
                #"{"source":{"document_type":"a","extraction_method":"b"},"extracted_data":{"a":"\u0000"}}"#,
                "invalid_record", [""]
            ),
            (
                #"{"source":[],"extracted_data":1,"document_id":"other","field_confidence":[]}"#,
                "invalid_record",
                ["/document_id", "/source", "/extracted_data", "/field_confidence"]
            ),
        ] {
            let answer = try await server.send("PUT", path, key, Array(text.utf8))
            #expect(answer.status == 400, "\(text): \(answer.text)")
            #expect(try answer.json["code"].string == code, "\(text): \(answer.text)")
            let found = try answer.json["errors"].elements.compactMap { $0["pointer"].string }
            #expect(found == pointers, "\(text)")
        }
        for id in ["%0A", "%7F", "%FF", "5%", String(repeating: "a", count: 201)] {
            try await server.put("/api/v1/docs/\(id)", key, Sample.document())
                .expectProblem(400, "invalid_parameter", at: ["/document_id"])
            try await server.get("/api/v1/docs/\(id)", key).expectProblem(404, "not_found")
        }
        let large = String(repeating: "a", count: 8 * 1024 * 1024)
        let body = Array(try Sample.document(["text": .string(large)]).text.utf8)
        try await server.send("PUT", path, key, body).expectProblem(413, "too_large")
        for version in ["0", "x", "2147483648"] {
            try await server.get("\(path)?version=\(version)", key)
                .expectProblem(400, "invalid_parameter", at: ["/version"])
        }
        try await server.get("/api/v1/docs?document_type=a", key)
            .expectProblem(400, "unknown_parameter", at: ["/document_type"])
        let stored = try await server.database.count(
            "select count(*) from redline.document where owner = '\(owner)'"
        )
        #expect(stored == 0)
    }

    @Test("names in the audit trail who read which owner's, and no document")
    func audited() async throws {
        let server = try ServerUnderTest.current
        let owner = "trail-docs@example.com"
        let key = try await server.key("owner", owner: owner)
        let path = "/api/v1/docs/zebrafish"
        _ = try await server.put(path, key, Sample.document())
        _ = try await server.get(path, key)
        _ = try await server.get("\(path)?version=9", key)
        _ = try await server.get("/api/v1/docs", key)
        let rows = try await server.database.rows(
            """
            select action, records, whose = array[redline.owner_digest('\(owner)')]
            from redline.audit_entry
            where whose = array[redline.owner_digest('\(owner)')] and action like 'read%'
            order by entry_id
            """
        )
        #expect(rows == [["read_document", "1", "t"], ["read_documents", "1", "t"]])
        let text = try await server.database.rows("select e::text from redline.audit_entry e")
        #expect(!text.joined().contains { $0?.contains("zebrafish") == true })
    }
}
