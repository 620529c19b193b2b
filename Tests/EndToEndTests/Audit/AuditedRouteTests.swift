import Foundation
import Testing

/// What is read over HTTP is told of in the audit trail before it leaves.
@Suite("Audited routes", .serving(), .serialized)
struct AuditedRouteTests {
    private static let owner = "audited@example.com"
    private static let marker = "zebrafish"
    private static let document = "a_document"

    @Test("are all there are: each says what it leaves in the audit trail")
    func table() async throws {
        let paths = try await ServerUnderTest.current.get("/openapi.json", nil).json["paths"]
        var routes: Set<String> = []
        for path in paths.names {
            for method in paths[path].names { routes.insert("\(method.uppercased()) \(path)") }
        }
        #expect(routes == Set(RouteAudit.actions.keys))
    }

    @Test("leave the entry that they should", arguments: RouteAudit.actions.keys.sorted())
    func entries(route: String) async throws {
        let server = try ServerUnderTest.current
        let parts = route.split(separator: " ")
        // Who is erased is recorded no more: that route has an owner of its own.
        let owner = route == "DELETE /api/v1/owners/{owner}" ? "erased@example.com" : Self.owner
        let workflow = try await record(server, of: owner)
        if route.hasSuffix("regenerate") {
            let key = try await server.key("owner", owner: owner)
            try await server.record(
                "/api/v1/exports/\(workflow)/deliverable",
                key,
                Sample.deliverable
            )
        }
        if route.hasPrefix("GET") && route.hasSuffix("deliverable") {
            let key = try await server.key("owner", owner: owner)
            var review = Self.modifications
            review["export_workflow_id"] = .string(workflow)
            let file = try await server.post(
                "/api/v1/docs/doc_invoice_2024_001/export",
                key,
                review
            )
            try #require(file.status == 200, "\(file.text)")
        }
        let expected = try #require(RouteAudit.actions[route])
        let path = String(parts[1]).replacing("{id}", with: workflow)
            .replacing("{name}", with: "correction_patterns")
            .replacing("{owner}", with: owner)
            .replacing("{document_id}", with: Self.document)
        let before = try await newest(server)
        // An admin key may use every route; the header makes it one owner's.
        let answer = try await server.send(
            String(parts[0]),
            path,
            server.admin,
            headers: headers(of: path, owner),
            body(of: route)
        )
        // Without an upstream, nothing is passed on, and without an AI, nothing is answered.
        let isRight =
            path.hasPrefix("/openai/")
            ? 404...404 : path.hasSuffix("tool_call_handler") ? 400...400 : 200...299
        #expect(isRight.contains(answer.status), "\(answer.text)")
        let rows = try await server.database.rows(
            """
            select distinct action, actor ~ '^key:[0-9a-f-]{36}$', role, source,
              whose = array[redline.owner_digest('\(owner)')]
            from redline.audit_entry where entry_id > \(before)
            """
        )
        guard let expected else {
            #expect(rows == [], "\(route)")
            // Whoever adds a route that shows content has to say so above.
            #expect(
                ["POST", "PUT"].contains(parts[0]) || !answer.text.contains(Self.marker),
                "\(route)"
            )
            return
        }
        let isOfAll = ["report_content", "read_audit"].contains(expected)
        #expect(rows == [[expected, "t", "admin", "127.0.0.1", isOfAll ? nil : "t"]])
        #expect(
            answer.text.contains(Self.marker)
                || !["read_interactions", "read_document"].contains(expected)
        )
    }

    @Test("name all whose records a list over everybody had, and count them")
    func everybody() async throws {
        let server = try ServerUnderTest.current
        _ = try await record(server)
        let other = try await server.key("owner", owner: "other@example.com")
        try await server.record("/api/v1/interactions", other, Sample.interaction("hi"))
        let before = try await newest(server)
        let answer = try await server.get("/api/v1/interactions?limit=1000", server.admin)
        let owners = Set(
            try answer.json["interactions"].elements.compactMap { $0["user_id"].string }
        )
        #expect(owners.count > 1)
        let rows = try await server.database.rows(
            """
            select cardinality(whose), records,
              redline.owner_digest('other@example.com') = any (whose)
            from redline.audit_entry where entry_id > \(before)
            """
        )
        let count = try answer.json["interactions"].elements.count
        #expect(rows == [["\(owners.count)", "\(count)", "t"]])
        let found = try await server.get(
            "/api/v1/audit?owner=other@example.com&action=read_interactions",
            server.admin
        )
        #expect(try found.json["entries"].elements.first?["records"] == .number(Double(count)))
    }

    @Test("tell a search from a list, and keep neither the words nor the owner")
    func search() async throws {
        let server = try ServerUnderTest.current
        _ = try await record(server)
        let key = try await server.key("owner", owner: Self.owner)
        let before = try await newest(server)
        _ = try await server.get("/api/v1/interactions?q=\(Self.marker)", key)
        _ = try await server.get("/api/v1/interactions?q=nothing", key)
        let rows = try await server.database.rows(
            """
            select action, records, role from redline.audit_entry where entry_id > \(before)
            order by entry_id
            """
        )
        #expect(
            rows.map { [$0[0], $0[2]] } == [
                ["search_interactions", "owner"], ["search_interactions", "owner"],
            ]
        )
        #expect(rows[0][1] != "0" && rows[1][1] == "0")
        let text = try await server.database.rows("select e::text from redline.audit_entry e")
        for word in [Self.marker, "nothing", "audited@"] {
            #expect(!text.joined().contains { $0?.contains(word) == true }, "\(word)")
        }
    }

    @Test(
        "of reports are those that show content, to those who see it",
        arguments: ["analyst", "miner"]
    )
    func reports(role: String) async throws {
        let server = try ServerUnderTest.current
        _ = try await record(server)
        let key = try await server.key(role)
        let reports = try await server.get("/api/v1/reports", key).json["reports"].elements
        #expect(reports.count > 10)
        for report in reports {
            let name = try #require(report["name"].string)
            let before = try await newest(server)
            let answer = try await server.get(
                "/api/v1/reports/\(name)?min_support=1&min_owners=1",
                key
            )
            let shown =
                answer.status == 200
                ? answer : try await server.get("/api/v1/reports/\(name)", key)
            let rows = try await server.database.rows(
                "select action, detail ->> 'report' from redline.audit_entry where entry_id > \(before)"
            )
            if shown.text.contains(Self.marker) {
                #expect(rows == [["report_content", name]], "\(role) \(name)")
            }
            if role == "analyst" { #expect(rows == [], "\(name)") }
        }
    }

    @Test("give nothing out where the entry cannot be made")
    func refused() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let key = try await server.key("owner", owner: Self.owner)
        try await server.record("/api/v1/interactions", key, Sample.interaction(Self.marker))
        try await database.run(
            "alter table redline.audit_entry add constraint nobody_reads check (action <> 'read_interactions')"
        )
        let answer = try await server.client.send(
            HTTPRequest(
                method: "GET",
                path: "/api/v1/interactions",
                headers: ["Authorization": "Bearer \(key)"]
            )
        )
        #expect(answer.status == 500)
        #expect(!answer.text.contains(Self.marker))
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }

    @Test("are sealed within two seconds, and the trail is whole in the end")
    func sealed() async throws {
        let server = try ServerUnderTest.current
        _ = try await server.get("/api/v1/audit", server.admin)
        try await Task.sleep(for: .seconds(2))
        let waiting = try await server.database.count(
            "select count(*) from redline.audit_pending where at < now() - interval '2 seconds'"
        )
        #expect(waiting == 0)
        let result = try await server.database.redline(["audit", "verify"])
        #expect(result.status == 0, "\(result.text) \(result.stderr)")
        #expect(result.stderr.contains(/\d+ entries in \d+ seals: whole/))
    }

    private static var modifications: JSON {
        var modified = Sample.original
        modified["vendor_name"] = .string(marker)
        return Sample.modifications(Sample.original, modified)
    }

    private func newest(_ server: ServerUnderTest) async throws -> Int {
        try await server.database.count(
            "select coalesce(max(entry_id), 0) from redline.audit_entry"
        )
    }

    private func headers(of path: String, _ owner: String) -> [String: String] {
        if path.contains("audit") { return [:] }
        return ["X-User-Id": owner, "Content-Type": "application/json"]
    }

    private func body(of route: String) throws -> [UInt8]? {
        guard route.hasPrefix("POST") || route.hasPrefix("PUT") else { return nil }
        let record: JSON =
            switch route.split(separator: "/").last {
            case "exports": Sample.summary(owner: Self.owner)
            case "modifications": Self.modifications
            case "deliverable": Sample.deliverable
            case "feedback": Sample.feedback
            case "holds": ["reason": "a claim"]
            case "{document_id}": Sample.document(Sample.modified)
            // Of a document that is stored; and of no spans at all.
            case "export", "traces", "logs": [:]
            case "tool_call_handler": ["message": .string(Self.marker)]
            case "proxy_router": ["action": "get_interaction_history"]
            case "regenerate": ["user_preferences": Sample.wishes()]
            default: Sample.interaction(Self.marker)
            }
        return Array(try record.text.utf8)
    }

    /// A workflow and an interaction with the marker in them; the workflow's id.
    private func record(
        _ server: ServerUnderTest,
        of owner: String = AuditedRouteTests.owner
    ) async throws -> String {
        let key = try await server.key("owner", owner: owner)
        let id = UUID().uuidString.lowercased()
        var first = Sample.summary(owner: owner)
        first["export_workflow_id"] = .string(id)
        try await server.record("/api/v1/exports", key, first)
        try await server.record(
            "/api/v1/exports/\(id)/modifications",
            key,
            Self.modifications
        )
        var interaction = Sample.interaction(Self.marker)
        interaction["tool_calls"] = [
            [
                "tool_name": "find", "arguments": [:], "status": "error",
                "error": .string("No \(Self.marker) here"),
            ]
        ]
        try await server.record("/api/v1/interactions", key, interaction)
        var data = Sample.original
        data["vendor_name"] = .string(Self.marker)
        let stored = try await server.put(
            "/api/v1/docs/\(Self.document)",
            key,
            Sample.document(data)
        )
        try #require([200, 201].contains(stored.status), "\(stored.text)")
        return id
    }
}
