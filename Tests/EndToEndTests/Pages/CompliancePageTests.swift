import Foundation
import Testing

@Suite("Pages of compliance", .serving(), .serialized)
struct CompliancePageTests {
    private static func record(_ server: ServerUnderTest, of owner: String) async throws {
        let key = try await server.key("owner", owner: owner)
        try await server.record("/api/v1/interactions", key, Sample.interaction("zebrafish"))
        let id = UUID().uuidString.lowercased()
        var first = Sample.summary(owner: owner)
        first["export_workflow_id"] = .string(id)
        try await server.record("/api/v1/exports", key, first)
        try await server.record("/api/v1/exports/\(id)/modifications", key, Sample.modifications())
    }

    private static func count(_ server: ServerUnderTest, of owner: String) async throws -> Int {
        try await server.database.count(
            "select count(*) from redline.interaction where owner = '\(owner)'"
        )
    }

    @Test("count what is held, and give an archive that has as many of each")
    func holdings() async throws {
        let server = try ServerUnderTest.current
        let owner = "held+one@example.com"
        try await Self.record(server, of: owner)
        let visitor = try await Browser(server, key: server.key("compliance"))
        let start = try await visitor.get("/compliance")
        start.expectPage()
        let page = try await visitor.get("/compliance/owner", [("owner", owner)])
        page.expectPage()
        let archive = try await visitor.post("/compliance/owner/export", [("owner", owner)])
        #expect(archive.status == 200)
        #expect(archive.header("Content-Type") == "application/zip")
        let file = try Scratch.file(archive.body, "zip")
        let checked = try await Redline.run(["owner", "export", "--verify", file.path])
        #expect(checked.status == 0, "\(checked.text)")
        let found = try await CommandResult.of(
            "/usr/bin/env",
            ["unzip", "-p", file.path, "manifest.json"]
        )
        let manifest = try JSON(parsing: found.text)
        #expect(manifest["owner"] == .string(owner))
        let tables = manifest["tables"].elements
        #expect(tables.count > 10)
        for table in tables where table["name"] != "audit" {
            let name = try #require(table["name"].string)
            let pattern = try Regex("<code>\(name)</code></th><td class=\"figure\">(\\d+)</td>")
            let shown = try #require(page.text.firstMatch(of: pattern)?[1].substring, "\(name)")
            #expect(Int(shown).map { .number(Double($0)) } == table["records"], "\(name)")
        }
        let none = try await visitor.get("/compliance/owner", [("owner", "nobody@example.com")])
        none.expectPage()
        #expect(none.read.contains("Is the name right?"))
        #expect(!none.text.contains("/compliance/owner/erase"))
        for wrong in ["", "a b"] {
            try await visitor.get("/compliance/owner", [("owner", wrong)]).expectPage(400)
        }
    }

    @Test("hold, release, and erase only who is not held and whose name was typed")
    func erase() async throws {
        let server = try ServerUnderTest.current
        let owner = "erased+\u{202E}page@example.com"
        let other = "kept@example.com"
        for name in [owner, other] { try await Self.record(server, of: name) }
        let visitor = try await Browser(server, key: server.key("compliance"))
        let held = try await visitor.post(
            "/compliance/owner/hold",
            [("owner", owner), ("reason", "A claim <b>of</b> \(Hostile.texts[1])")]
        )
        #expect(held.status == 303)
        let address = try #require(held.header("Location"))
        #expect(address.hasPrefix("/compliance/owner?owner=erased%2B"))
        let page = try await visitor.follow(address)
        page.expectPage()
        #expect(page.read.contains("A claim <b>of</b> \(Hostile.texts[1])"))
        #expect(page.read.contains("1 hold in force"))
        #expect(try await visitor.get("/compliance").links("/compliance/owner").count == 1)

        let erasure = [("owner", owner), ("confirmation", owner)]
        let refused = try await visitor.post("/compliance/owner/erase", erasure)
        refused.expectPage(409)
        #expect(refused.read.contains("The owner is on hold"))
        #expect(try await Self.count(server, of: owner) == 1)

        let hold = try #require(page.text.firstMatch(of: /name="hold" value="([0-9a-f-]{36})"/)).1
        let fields = [("owner", owner), ("hold", String(hold))]
        #expect(try await visitor.post("/compliance/owner/release", fields).status == 303)
        let empty = try await visitor.post(
            "/compliance/owner/hold",
            [("owner", owner), ("reason", "")]
        )
        empty.expectPage(400)

        for typed in ["", other, "erased+page@example.com", owner + " "] {
            let answer = try await visitor.post(
                "/compliance/owner/erase",
                [("owner", owner), ("confirmation", typed)]
            )
            answer.expectPage(400)
            #expect(answer.read.contains("Nothing was erased"))
        }
        #expect(try await Self.count(server, of: owner) == 1)

        let done = try await visitor.post("/compliance/owner/erase", erasure)
        #expect(done.status == 303, "\(done.text)")
        let place = try #require(done.header("Location"))
        #expect(place.firstMatch(of: /^\/compliance\/erasure\?id=[0-9a-f-]{36}$/) != nil)
        let receipt = try await Self.finished(visitor, place)
        receipt.expectPage()
        #expect(!receipt.text.contains("erased+"))
        #expect(receipt.text.contains("<code>interaction</code></th><td class=\"figure\">1</td>"))
        #expect(try await Self.count(server, of: owner) == 0)
        #expect(try await Self.count(server, of: other) == 1)
        let after = try await visitor.follow(address)
        #expect(after.links("/compliance/erasure").count == 1)
        let again = try await visitor.post("/compliance/owner/erase", erasure)
        #expect(again.header("Location") == place, "the same receipt")
        try await visitor.get("/compliance/erasure", [("id", "x")]).expectPage(404)
        let told = try await server.database.rows(
            """
            select action, role from redline.audit_entry
            where whose = array[redline.owner_digest('\(owner)')]
              and action in ('hold_owner', 'release_owner', 'erase_owner') order by entry_id
            """
        )
        #expect(
            told == [
                ["hold_owner", "compliance"], ["release_owner", "compliance"],
                ["erase_owner", "compliance"], ["erase_owner", "compliance"],
            ]
        )
        let log = try server.command.said
        for word in ["erased+", "erased%2B", other] { #expect(!log.contains(word), "\(word)") }
    }

    /// The receipt once the erasure is at its end.
    private static func finished(
        _ visitor: Browser,
        _ place: String
    ) async throws -> HTTPAnswer {
        let deadline = ContinuousClock.now + .seconds(60)
        var page = try await visitor.follow(place)
        while !page.read.contains("Everything is erased."), ContinuousClock.now < deadline {
            page = try await visitor.follow(place)
        }
        #expect(page.read.contains("Everything is erased."))
        return page
    }

    @Test("show how long records stay, and what a run would remove")
    func retention() async throws {
        let server = try ServerUnderTest.current
        let visitor = try await Browser(server, key: server.admin)
        for (kind, days) in [("export", 31), ("interaction", 45)] {
            let set = try await server.database.redline([
                "retention", "set", kind, "\(days)",
            ])
            try #require(set.status == 0, "\(set.stderr)")
        }
        let page = try await visitor.get("/compliance/retention")
        page.expectPage()
        #expect(page.text.contains("<code>export</code></th><td class=\"figure\">31</td>"))
        #expect(page.text.contains("<code>interaction</code></th><td class=\"figure\">45</td>"))
        #expect(!page.read.contains("Nothing is past its time."))
        let plan = try await visitor.get("/compliance/retention", [("plan", "true")])
        plan.expectPage()
        #expect(plan.read.contains("Nothing is past its time."))
        let run = try await server.database.redline(["retention", "run"])
        try #require(run.status == 0, "\(run.stderr)")
        let after = try await visitor.get("/compliance/retention")
        #expect(after.text.contains("<span class=\"id\">user:"))
    }

    @Test("show the trail as the API gives it, and find a row that was changed")
    func audit() async throws {
        let server = try ServerUnderTest.current
        let owner = "trail@example.com"
        try await Self.record(server, of: owner)
        let visitor = try await Browser(server, key: server.key("compliance"))
        _ = try await visitor.get("/interactions", [("owner", owner)])
        let filter = [("action", "read_interactions"), ("owner", owner)]
        let page = try await visitor.get("/compliance/audit", filter)
        page.expectPage()
        let given = try await server.get(
            "/api/v1/audit?action=read_interactions&owner=\(owner)",
            server.key("compliance")
        ).json["entries"].elements
        let shown = page.text.matches(of: /<tr><th scope="row"><time datetime="([^"]*)"/)
        #expect(shown.map { JSON.string(String($0.1)) } == given.map { $0["at"] })
        #expect(!given.isEmpty)
        try await visitor.get("/compliance/audit", [("action", "none")]).expectPage(400)
        try await visitor.get("/compliance/audit", [("cursor", "x")]).expectPage(400)

        let whole = try await visitor.post("/compliance/audit/verify", [])
        whole.expectPage()
        #expect(whole.read.contains("The trail is whole"))
        try await server.database.run(
            """
            alter table redline.audit_entry disable trigger all;
            update redline.audit_entry set role = 'admin' where entry_id =
              (select min(entry_id) from redline.audit_entry);
            alter table redline.audit_entry enable trigger all
            """
        )
        let broken = try await visitor.post("/compliance/audit/verify", [])
        broken.expectPage()
        #expect(broken.read.contains("The trail is broken"))
        #expect(broken.read.contains(/entry \d+ of seal \d+ was changed/))
        let told = try await server.database.rows(
            """
            select role, detail ->> 'breaks' from redline.audit_entry
            where action = 'verify_audit' order by entry_id
            """
        )
        #expect(told == [["compliance", "0"], ["compliance", "1"]])
    }

    private static let forms = [
        "/compliance/owner/export", "/compliance/owner/hold", "/compliance/owner/release",
        "/compliance/owner/erase", "/compliance/audit/verify",
    ]

    @Test("take no form from elsewhere", arguments: forms)
    func foreign(form: String) async throws {
        let server = try ServerUnderTest.current
        let owner = "foreign@example.com"
        if try await Self.count(server, of: owner) == 0 {
            try await Self.record(server, of: owner)
        }
        let visitor = try await Browser(server, key: server.key("compliance"))
        let fields = [("owner", owner), ("confirmation", owner), ("reason", "none")]
        let answer = try await visitor.post(form, fields, token: "none")
        answer.expectPage(403)
        #expect(try await Self.count(server, of: owner) == 1)
        let acts = try await server.database.count(
            """
            select count(*) from redline.audit_entry where action <> 'create_key'
              and whose = array[redline.owner_digest('\(owner)')]
            """
        )
        #expect(acts == 0)
    }

    @Test("are for nobody else", arguments: ["owner", "analyst", "miner"])
    func roles(role: String) async throws {
        let server = try ServerUnderTest.current
        let owner = role == "owner" ? "own@example.com" : nil
        let visitor = try await Browser(server, key: server.key(role, owner: owner))
        for path in [
            "/compliance", "/compliance/owner", "/compliance/retention", "/compliance/audit",
            "/compliance/erasure",
        ] {
            try await visitor.get(path).expectPage(403)
        }
        for form in Self.forms {
            try await visitor.post(form, [("owner", "own@example.com")]).expectPage(403)
        }
    }
}
