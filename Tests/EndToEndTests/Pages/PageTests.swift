import Foundation
import Testing

/// Every page: who may see it, what browsers may make of it, and what it makes of odd questions.
@Suite("Pages", .serving(hasDemo: true))
struct PageTests {
    /// The pages without a variable in their path, and the roles that see them; `admin` sees all.
    private static let pages: [String: Set<String>] = [
        "/": ["analyst", "miner", "compliance"],
        "/reports": ["analyst", "miner", "compliance"],
        "/reports/editing_rate": ["analyst", "miner", "compliance"],
        "/reports/correction_patterns": ["analyst", "miner", "compliance"],
        "/exports": ["owner", "compliance"],
        "/interactions": ["owner", "compliance"],
        "/corrections": ["miner", "compliance"],
        "/corrections/list": ["miner", "compliance"],
        "/compliance": ["compliance"],
        "/compliance/owner?owner=ana.martin@example.com": ["compliance"],
        "/compliance/retention": ["compliance"],
        "/compliance/audit": ["compliance"],
    ]

    private func browser(_ role: String) async throws -> Browser {
        let server = try ServerUnderTest.current
        let owner = role == "owner" ? "ana.martin@example.com" : nil
        return try await Browser(server, key: try await server.key(role, owner: owner))
    }

    @Test("are for those whom they are for, and are in the navigation of nobody else")
    func roles() async throws {
        for role in ["owner", "analyst", "miner", "compliance", "admin"] {
            let browser = try await browser(role)
            for (path, roles) in Self.pages {
                let answer = try await browser.get(path)
                if role == "admin" || roles.contains(role) {
                    #expect(answer.status == 200, "\(role) \(path)")
                    let links = answer.text.matches(of: /<li><a href="([^"]*)"/).map {
                        String($0.1)
                    }
                    for (other, others) in Self.pages where links.contains(other) {
                        #expect(role == "admin" || others.contains(role), "\(role) \(other)")
                    }
                } else if path == "/" {
                    #expect(answer.location == "/exports")
                } else {
                    #expect(answer.status == 403, "\(role) \(path)")
                }
            }
        }
    }

    @Test("load and run what is the service's own alone, and are kept by nobody")
    func policy() async throws {
        let browser = try await browser("admin")
        for path in Self.pages.keys.sorted() + ["/sign-in", "/reports/nothing"] {
            let page = try await browser.get(path)
            #expect(
                page.header("content-security-policy")
                    == "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'self'; "
                    + "frame-ancestors 'none'",
                "\(path)"
            )
            #expect(page.header("cache-control") == "no-store")
            #expect(
                page.text.firstMatch(of: /[ ]style="|<style|[ ]on[a-z]+="|<script>/) == nil,
                "\(path)"
            )
            for match in page.text.matches(of: /(?:src|href)="(\/assets\/[^"]*)"/) {
                let asset = try await browser.server.get(String(match.1), nil)
                #expect(asset.status == 200)
                #expect(asset.header("cache-control") == "public, max-age=31536000, immutable")
            }
            #expect(page.body.count < 200_000, "\(path)")
        }
    }

    @Test("say what is wrong with a question, and never fail on one")
    func badQuestions() async throws {
        let browser = try await browser("admin")
        let questions = [
            "/?from=yesteryear": 400, "/?model=nothing": 200, "/?nothing=1": 400,
            "/reports/editing_rate?from=x": 400, "/reports/editing_rate?by=nothing": 400,
            "/reports/editing_rate?nothing=1": 400, "/reports/nothing": 404,
            "/reports/editing_rate?format=pdf": 400, "/reports/editing_rate?owner=a%20b": 400,
            "/exports?status=lost": 400, "/exports?cursor=x": 400, "/exports?owner=a%20b": 400,
            "/exports/nothing": 404, "/exports/\(UUID().uuidString)": 404,
            "/exports/\(UUID().uuidString)/review": 404, "/nothing": 404,
            "/exports?document_id=%00": 400,
        ]
        for (question, status) in questions.sorted(by: { $0.key < $1.key }) {
            let answer = try await browser.get(question)
            #expect(answer.status == status, "\(question): \(answer.shown.prefix(300))")
        }
    }

    @Test("show a report's figures as the command gives them, and download the same bytes")
    func report() async throws {
        let browser = try await browser("admin")
        let database = browser.server.database
        let question = "from=2026-01-01&by=model&by=document_type&by="
        let page = try await browser.get("/reports/editing_rate?\(question)")
        #expect(page.status == 200)
        let arguments = [
            "report", "editing_rate", "--from", "2026-01-01", "--by", "model,document_type",
        ]
        let markdown = try await database.redline(arguments + ["--format", "markdown"])
        let rows = markdown.text.split(separator: "\n").filter { $0.hasPrefix("| ") }
        #expect(rows.count > 5)
        // Each cell of the command's table is one of the page's, in order.
        var rest = page.text[...]
        for row in rows.dropFirst() {
            for cell in row.split(separator: "|").map({ $0.trimmingPrefix(/[ ]+/) }) {
                let text = String(cell).trimmingCharacters(in: .whitespaces)
                guard !text.isEmpty, !text.hasPrefix("--"), !text.contains("\\") else { continue }
                let found = try #require(rest.firstRange(of: ">\(text)<"), "\(text)")
                rest = rest[found.upperBound...]
            }
        }
        for format in ["csv", "ndjson"] {
            let file = try await browser.get("/reports/editing_rate?\(question)&format=\(format)")
            let command = try await database.redline(arguments + ["--format", format])
            #expect(file.body == command.stdout)
            #expect(
                file.header("content-disposition")
                    == "attachment; filename=\"editing_rate.\(format)\""
            )
        }
    }

    @Test("show no content to those who are shown none of it elsewhere")
    func masked() async throws {
        let analyst = try await browser("analyst").get("/reports/correction_patterns")
        let miner = try await browser("miner").get("/reports/correction_patterns")
        #expect(miner.text.contains("Net 30"))
        #expect(!analyst.text.contains("Net 30"))
        #expect(analyst.shown.contains("Columns that show content are masked for this key"))
    }

    @Test("the dashboard's figures are those of the reports that it leads to")
    func dashboard() async throws {
        let browser = try await browser("admin")
        let server = browser.server
        for choice in ["", "model=gpt-4o", "model=gpt-4o&document_type=invoice"] {
            let page = try await browser.get("/?\(choice)")
            #expect(page.status == 200)
            let chosen = choice.split(separator: "&").map { $0.split(separator: "=") }
            let by = (["day"] + chosen.map { String($0[0]) }).joined(separator: ",")
            let rows = try await server.get(
                // Counted from the records; the page has them from the roll-ups.
                "/api/v1/reports/editing_rate?by=\(by)&as_of=\(Sample.time(secondsAgo: 0))",
                server.admin
            ).json["rows"].elements.filter { row in
                chosen.allSatisfy { row[String($0[0])].string == String($0[1]) }
            }
            func sum(_ column: String) -> Int { rows.reduce(0) { $0 + ($1[column].integer ?? 0) } }
            let (reviewed, fields) = (sum("reviewed"), sum("fields"))
            #expect(reviewed > 0)
            let shown = page.shown
            #expect(shown.contains("of \(grouped(reviewed)) reviews"), "\(choice)")
            #expect(shown.contains("of \(grouped(fields)) fields"), "\(choice)")
            let rate = Double(sum("untouched")) / Double(reviewed) * 100
            #expect(shown.contains(String(format: "%.1f %%", rate)), "\(choice)")
            let edited = Double(sum("modified") + sum("deleted")) / Double(fields) * 100
            #expect(shown.contains(String(format: "%.1f %%", edited)), "\(choice)")
            #expect(shown.contains("\(grouped(sum("fields_edited"))) corrections on"), "\(choice)")
        }
    }

    @Test("offer the types and models of the period, and say which tables are of all models")
    func choices() async throws {
        let browser = try await browser("admin")
        let server = browser.server
        func words(_ column: String) async throws -> [String] {
            try await server.get("/api/v1/reports/editing_rate?by=\(column)", server.admin)
                .json["rows"].elements.compactMap { $0[column].string }.sorted()
        }
        let (types, models) = (try await words("document_type"), try await words("model"))
        #expect(types.count > 2 && models.count > 1)
        let model = try #require(models.first)
        let note = "Of all models"
        for path in ["/", "/?model=\(model)", "/?owner=ana.martin@example.com", "/corrections"] {
            let page = try await browser.get(path)
            #expect(page.status == 200)
            #expect(page.options("document_type") == types, "\(path)")
            #expect(page.options("model") == models, "\(path)")
            #expect(page.shown.contains(note) == path.contains("model="), "\(path)")
        }
        // Of a day before there was anything.
        let empty = try await browser.get("/?from=2020-01-01&to=2020-01-02")
        #expect(empty.options("document_type") == [] && empty.options("model") == [])

        let tools = try await server.get("/api/v1/reports/tool_health?by=tool", server.admin)
            .json["rows"].elements.filter { ($0["failures"].integer ?? 0) > 0 }
            .sorted { ($0["failure_low"].number ?? 0) > ($1["failure_low"].number ?? 0) }
        let shown = try await browser.get("/?model=\(model)").shown
        let places = tools.prefix(5).compactMap { row in
            row["tool"].string.flatMap { shown.range(of: $0)?.lowerBound }
        }
        #expect(places.count == min(5, tools.count) && !places.isEmpty)
        #expect(places == places.sorted(), "the worst first")
    }

    private func grouped(_ value: Int) -> String {
        var text = "\(value)"
        var place = text.count - 3
        while place > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: place))
            place -= 3
        }
        return text
    }
}
