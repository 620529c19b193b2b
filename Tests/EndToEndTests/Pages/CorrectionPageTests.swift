import Foundation
import Testing

@Suite("Pages of corrections", .serving(), .serialized)
struct CorrectionPageTests {
    private static func records(_ server: ServerUnderTest) async throws {
        let there = try await server.database.count("select count(*) from redline.correction")
        if there == 0 { try await server.database.ingest(CorrectionSample.records) }
    }

    @Test("show each pattern of the report with its example, and lead to the documents of each")
    func patterns() async throws {
        let server = try ServerUnderTest.current
        try await Self.records(server)
        let key = try await server.key("miner")
        let report = try await server.get("/api/v1/reports/correction_patterns", key).json
        let visitor = try await Browser(server, key: key)
        let page = try await visitor.get("/corrections")
        page.expectPage()
        let rows = page.text.matches(of: /<tr><th scope="row">(.*?)<\/tr>/).map { String($0.1) }
        #expect(rows.count == report["rows"].elements.count)
        let vendor = try #require(rows.first { $0.contains("/vendor_name") })
        #expect(rows.first == vendor, "the most frequent first")
        #expect(vendor.contains("ABC <del>Corp</del><ins>Corporation</ins>"))
        for row in rows {
            let link = try #require(row.firstMatch(of: /href="([^"]*)"/)).1
            let list = try await visitor.follow(String(link))
            list.expectPage()
            let query = String(link.drop { $0 != "?" }).replacing("&amp;", with: "&")
            let given = try await server.get("/api/v1/corrections\(query)", key).lines
            #expect(!given.isEmpty)
            let workflows = list.text.matches(of: /<span class="id note">([0-9a-f-]{36})<\/span>/)
            #expect(
                workflows.map { JSON.string(String($0.1)) }
                    == given.map { $0["export_workflow_id"] }
            )
            #expect(list.links("/exports").isEmpty, "a miner may not open them")
        }
        let compliance = try await Browser(server, key: server.key("compliance"))
        let list = try await compliance.get("/corrections/list", [("owner", "bob@example.com")])
        #expect(list.links("/exports/").count == 1)
        #expect(list.read.contains("bob@example.com") && !list.read.contains("ann@example.com"))
    }

    @Test("filter by field, document type, model, pattern and period")
    func filters() async throws {
        let server = try ServerUnderTest.current
        try await Self.records(server)
        let visitor = try await Browser(server, key: server.key("miner"))
        func counts(_ parameters: [(String, String)]) async throws -> [Int] {
            var counts: [Int] = []
            for path in ["/corrections", "/corrections/list"] {
                let page = try await visitor.get(path, parameters)
                page.expectPage()
                counts.append(page.text.matches(of: /<tr><t[hd][^>]*>(<a|<time)/).count)
            }
            return counts
        }
        #expect(try await counts([]) == [3, 5])
        #expect(try await counts([("document_type", "receipt")]) == [1, 1])
        #expect(try await counts([("model", "gpt-4"), ("owner", "")]) == [3, 4])
        #expect(try await counts([("field", "/line_items/**")]) == [1, 1])
        #expect(try await counts([("pattern", "missing")]) == [1, 1])
        #expect(try await counts([("to", "2001-01-01"), ("from", "2000-01-01")]) == [0, 0])
        for wrong in [("field", "vendor"), ("pattern", "typos"), ("from", "soon"), ("x", "y")] {
            try await visitor.get("/corrections", [wrong]).expectPage(400)
        }
        let records = try await visitor.get("/corrections/records", [("model", "other-1")])
        let api = try await server.get("/api/v1/corrections?model=other-1", server.key("miner"))
        #expect(records.body == api.body && !records.body.isEmpty)
        for role in ["analyst"] {
            let others = try await Browser(server, key: server.key(role))
            for path in ["/corrections", "/corrections/list", "/corrections/records"] {
                try await others.get(path).expectPage(403)
            }
        }
        let told = try await server.database.count(
            """
            select count(*) from redline.audit_entry
            where action = 'read_corrections' and role = 'miner' and query is not null
            """
        )
        #expect(told >= 6)
    }

    @Test(
        "make a dataset of what is filtered, as the command does, in each shape",
        arguments: ["pairs", "sft", "dpo", "kto", "openai-sft", "openai-dpo", "evals"]
    )
    func datasets(shape: String) async throws {
        let server = try ServerUnderTest.current
        try await Self.records(server)
        let visitor = try await Browser(server, key: server.key("miner"))
        let answer = try await visitor.post(
            "/corrections/dataset",
            [
                ("shape", shape), ("source", "documents"), ("granularity", "document"),
                ("split", "train=0.5,test=0.5"), ("redact", "true"),
                ("document_type", "invoice"), ("min_pattern_owners", "1"),
                ("max_per_owner", ""),
            ]
        )
        #expect(answer.status == 200, "\(answer.text.prefix(1_000))")
        #expect(answer.header("Content-Type") == "application/zip")
        let folder = Scratch.folder.appending(path: UUID().uuidString)
        let zip = try Scratch.file(answer.body, "zip")
        let unpacked = try await CommandResult.of(
            "/usr/bin/env",
            ["unzip", "-q", zip.path, "-d", folder.path]
        )
        #expect(unpacked.status == 0, "\(unpacked.stderr)")
        let same = try await server.database.dataset([
            "--shape", shape, "--document-type", "invoice", "--split", "train=0.5,test=0.5",
        ])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(
            names == ["README.md", "manifest.json", "records.jsonl", "test.jsonl", "train.jsonl"]
        )
        for name in names {
            #expect(try folder.bytes(name) == same.bytes(name), "\(name)")
        }
        let registered = try await server.database.rows(
            """
            select shape, path ~ '^downloaded by key:[0-9a-f-]{36}$', finished_at is not null
            from redline.dataset where path like 'downloaded%' and shape = '\(shape)'
            """
        )
        #expect(registered == [[shape, "t", "t"]])
        let told = try await server.database.auditedCorrections().contains {
            $0.prefix(3) == ["export_corrections", "key", "miner"]
                && $0[4] == #"{"shape": "\#(shape)", "redacted": "true"}"#
        }
        #expect(told)
    }

    @Test("leave nothing of a dataset behind on the disk")
    func disk() async throws {
        let folder = Scratch.folder.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = try await TestDatabase.migrated()
        try await database.ingest(CorrectionSample.records)
        let server = try await ServerUnderTest.start(
            on: database,
            environment: ["TMPDIR": folder.path]
        )
        let visitor = try await Browser(server, key: server.admin)
        let made = try await visitor.post("/corrections/dataset", [("shape", "pairs")])
        #expect(made.status == 200)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        server.client.disconnect()
        server.command.signal(SIGTERM)
        #expect(try await server.command.status == 0)
        try await database.drop()
    }

    @Test("make no dataset for a form from elsewhere, or one that does not fit")
    func refused() async throws {
        let server = try ServerUnderTest.current
        try await Self.records(server)
        let visitor = try await Browser(server, key: server.key("miner"))
        let before = try await server.database.count("select count(*) from redline.dataset")
        let foreign = try await visitor.post(
            "/corrections/dataset",
            [("shape", "pairs")],
            token: "none"
        )
        foreign.expectPage(403)
        for wrong in [
            ("shape", "xml"), ("split", "train=2"), ("max_per_owner", "0"),
            ("min_pattern_owners", "many"), ("field", "vendor"),
        ] {
            try await visitor.post("/corrections/dataset", [wrong]).expectPage(400)
        }
        let after = try await server.database.count("select count(*) from redline.dataset")
        #expect(before == after)
    }

    @Test("show hostile content as text, on pages that do not grow with it")
    func hostile() async throws {
        let server = try ServerUnderTest.current
        let texts = Hostile.texts + [Hostile.long]
        let owner = "hostile+corrections@example.com"
        var stages: [JSON] = []
        for text in texts {
            var original = Sample.original
            original["vendor_name"] = .string("before")
            var modified = original
            modified["vendor_name"] = .string(text)
            if text.utf8.count < 200 { modified[text] = .string(text) }
            var review = MiningRecords.review(owner, original, modified)
            review[0]["source"]["document_type"] = .string(String(text.prefix(60)))
            review[0]["document_id"] = .string("hostile")
            stages += review
        }
        try await server.database.ingest(stages)
        let visitor = try await Browser(server, key: server.key("compliance"))
        let page = try await visitor.get("/corrections", [("owner", owner)])
        page.expectPage()
        let list = try await visitor.get("/corrections/list", [("owner", owner)])
        list.expectPage()
        #expect(list.read.contains(Hostile.texts[0]))
        for link in page.links("/corrections/list") { try await visitor.follow(link).expectPage() }
        for link in list.links("/corrections/records") {
            #expect(try await visitor.follow(link).status == 200)
        }
    }
}

extension HTTPAnswer {
    /// The lines of NDJSON.
    fileprivate var lines: [JSON] {
        get throws { try text.split(separator: "\n").map { try JSON(parsing: String($0)) } }
    }
}
