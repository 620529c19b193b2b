import Foundation
import RedlineDigest
import Testing

@Suite("A report's answer", .serving(hasDemo: true))
struct ReportAnswerTests {
    private static let members: Set = [
        "report", "title", "parameters", "columns", "rows", "totals", "truncated", "exact",
        "data_through", "generated_at", "redline_version", "query_hash",
    ]

    /// The columns after the grouping ones, as they are promised.
    private static let columns = [
        "editing_rate":
            """
        workflows reviewed edited untouched untouched_rate untouched_low untouched_high \
        fields fields_edited modified added deleted field_edit_rate field_edit_low \
        field_edit_high missing_rate edits_per_minute editing_seconds_p50 \
        editing_seconds_p90 editing_seconds_p99 char_edit_rate summary_ter
        """,
        "field_accuracy":
            """
        field extracted kept modified deleted added accuracy accuracy_low accuracy_high \
        precision recall f1
        """,
        "accuracy":
            """
        reviews document_accuracy document_low document_high precision recall f1 \
        reported_accuracy reported_quality confidence_gain
        """,
        "correction_patterns":
            """
        field change_type pattern corrections share owners example_original \
        example_modified first_seen last_seen
        """,
        "funnel":
            """
        started reviewed completed abandoned regenerated seconds_to_review_p50 \
        seconds_to_complete_p50
        """,
        "quality":
            """
        workflows reported_quality document_accuracy satisfaction ratings tokens_used \
        processing_ms_p50 processing_ms_p95 total_seconds_p50 survival contradictions
        """,
        "activity":
            """
        interactions owners threads turns_per_thread tool_calls failed_calls repeat_rate \
        latency_ms_p50 latency_ms_p95 latency_ms_p99 tokens_used
        """,
        "tool_health":
            """
        tool calls failures failure_rate failure_low failure_high duration_ms_p50 \
        duration_ms_p95 duration_ms_p99 top_error
        """,
        "failure_patterns": "tool signature failures owners first_seen last_seen example",
    ]

    /// The columns of reports that do not group, or group by what they are about.
    private static let ungroupedColumns = [
        "calibration": "bin_low bin_high count mean_confidence accuracy gap",
        "common_requests": "request interactions owners failure_rate repeat_rate",
        "compare": "slice_a slice_b metric a b difference low high p_value p_adjusted",
        "correction_pairs":
            "field original modified corrections owners presented confidence lift",
        "drift": "field metric baseline current difference p_value p_adjusted",
        "editors":
            """
        owner reviews untouched_rate fields_edited edits_per_minute seconds_per_review_p50 \
        fast_reviews
        """,
        "preferences": "template format workflows share regenerated_rate satisfaction",
        "review_threshold": "threshold coverage error_rate error_high",
    ]

    /// Columns of the unit ratio that are not between 0 and 1.
    private static let unbounded: Set = ["summary_ter", "gap", "difference", "low", "high"]

    /// Reports whose percentiles come from the histograms of the roll-ups.
    private static let approximate: Set = [
        "activity", "editing_rate", "editors", "funnel", "quality", "tool_health",
    ]

    @Test("in JSON has every member, of the types that the columns say")
    func shape() async throws {
        let server = try ServerUnderTest.current
        let list = try await server.get("/api/v1/reports", server.admin).json["reports"].elements
        for report in list {
            let name = try #require(report["name"].string)
            let asked = Date.now
            let answer = try await server.get("/api/v1/reports/\(name)", server.admin)
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "application/json")
            let found = try answer.json
            #expect(found.names == Self.members, "\(name)")
            #expect(found["report"] == .string(name))
            #expect(found["title"] == report["title"])
            #expect(found["truncated"] == false)
            #expect(found["exact"] == .bool(!Self.approximate.contains(name)))
            let parameters = report["parameters"].elements.compactMap { $0["name"].string }
            #expect(found["parameters"].names == Set(parameters), "\(name)")
            check(rows: found, name)
            try checkTimes(found, since: asked)
        }
    }

    @Test("has the columns that are promised, after the grouping ones")
    func columns() async throws {
        let server = try ServerUnderTest.current
        for (name, expected) in Self.columns {
            let words = expected.split(separator: " ").map(String.init)
            // What a report is about is its default grouping.
            let subject = ["field", "tool"].contains(words[0]) ? words[0] : nil
            let grouped = ["model", "week"] + (subject.map { [$0] } ?? [])
            let answer = try await server.get(
                "/api/v1/reports/\(name)?by=\(grouped.joined(separator: ","))",
                server.admin
            )
            let columns = try answer.json["columns"].elements.compactMap { $0["name"].string }
            #expect(columns == grouped.prefix(2) + words, "\(name)")
        }
        for (name, expected) in Self.ungroupedColumns {
            let answer = try await server.get("/api/v1/reports/\(name)", server.admin)
            let columns = try answer.json["columns"].elements.compactMap { $0["name"].string }
            #expect(columns == expected.split(separator: " ").map(String.init), "\(name)")
        }
    }

    @Test("in JSON, CSV and NDJSON has the same rows")
    func sameRows() async throws {
        let server = try ServerUnderTest.current
        let grouped = Self.columns.keys.map { "\($0)?by=model,week&to=today" }
        let ungrouped = Self.ungroupedColumns.keys.map { "\($0)?to=today" }
        for name in grouped + ungrouped {
            let path = "/api/v1/reports/\(name)"
            let answer = try await server.get(path, server.admin).json
            let rows = answer["rows"].elements.map { Self.row($0, with: answer["totals"]) }
            let ndjson = try await server.get("\(path)&format=ndjson", server.admin)
            #expect(ndjson.header("content-type") == "application/x-ndjson")
            let lines = try ndjson.text.split(separator: "\n").map { try JSON(parsing: String($0)) }
            #expect(lines == rows, "\(name)")
            let csv = try await server.get("\(path)&format=csv", server.admin)
            #expect(csv.text.split(separator: "\n").count == rows.count + 1, "\(name)")
            #expect(rows.count > 1, "\(name)")
        }
    }

    /// A row with the totals behind it, which CSV and NDJSON have no other place for.
    private static func row(_ row: JSON, with totals: JSON) -> JSON {
        guard case .object(var cells) = row, case .object(let totals) = totals else { return row }
        for (name, value) in totals {
            cells[row.names.contains(name) ? "total_\(name)" : name] = value
        }
        return .object(cells)
    }

    @Test(
        "comes in the form that Accept or format asks for",
        arguments: [
            ("markdown", "text/markdown", "## "), ("html", "text/html", "<!DOCTYPE html>"),
            ("table", "text/plain", "How often people edit what the AI made\n"),
            ("csv", "text/csv", "week,"),
            ("vega-lite", "application/vnd.vegalite.v5+json", #"{"$schema":"#),
            ("json", "application/json", #"{"report":"#),
            ("ndjson", "application/x-ndjson", #"{"week":"#),
        ]
    )
    func formats(name: String, mediaType: String, start: String) async throws {
        let server = try ServerUnderTest.current
        let path = "/api/v1/reports/editing_rate?by=week"
        let asked = try await server.get("\(path)&format=\(name)", server.admin)
        let accepted = try await server.get(path, server.admin, headers: ["Accept": mediaType])
        for answer in [asked, accepted] {
            #expect(answer.status == 200)
            #expect(answer.header("content-type")?.hasPrefix(mediaType) == true)
            #expect(answer.text.hasPrefix(start), "\(answer.text.prefix(80))")
            // A line end of the description is no text.
            #expect(!answer.text.contains(#"\n"#) || name == "json")
        }
        let other = try await server.get(
            "\(path)&format=\(name)",
            server.admin,
            headers: ["Accept": "image/png"]
        )
        #expect(other.text.hasPrefix(start))
    }

    @Test("names what it comes from, and its page how to ask for the same again")
    func origin() async throws {
        let server = try ServerUnderTest.current
        for name in Self.columns.keys.sorted() {
            let answer = try await server.get("/api/v1/reports/\(name)?by=model", server.admin).json
            let file = try Data(
                contentsOf: Redline.root.appending(path: "queries/\(name).sql")
            )
            let digest = SHA256Digest.of(Array(file)).map {
                String(Int($0) + 256, radix: 16).suffix(2)
            }
            let hash = String(digest.joined().prefix(16))
            #expect(answer["query_hash"].string == hash)
            let version = try #require(answer["redline_version"].string)
            for format in ["table", "markdown", "html"] {
                let text = try await server.get(
                    "/api/v1/reports/\(name)?by=model&format=\(format)",
                    server.admin
                ).text
                #expect(text.contains("redline \(version) · query \(name) \(hash)"), "\(format)")
            }
        }
        let page = try await server.get(
            "/api/v1/reports/accuracy?by=model&format=html",
            server.admin
        ).text
        let command = try #require(page.firstMatch(of: #/<code>redline (report .*?)</code>/#)?.1)
        let words = command.split(separator: " ").map(String.init)
        let again = try await server.database.redline(words + ["--format", "csv"])
        let csv = try await server.get(
            "/api/v1/reports/accuracy?by=model&format=csv",
            server.admin
        )
        #expect(again.text == csv.text, "\(command)")
    }

    @Test("for one owner counts that owner alone, and the owners add up to all")
    func owners() async throws {
        let server = try ServerUnderTest.current
        let path = "/api/v1/reports/editing_rate"
        let byOwner = try await server.get("\(path)?by=owner&to=today", server.admin)
            .json["rows"].elements
        #expect(byOwner.count > 5)
        for row in byOwner.prefix(5) {
            let owner = try #require(row["owner"].string)
            let single = try await server.get(
                "\(path)?by=owner&to=today&owner=\(owner)",
                server.admin
            )
            #expect(try single.json["rows"] == [row])
            #expect(try single.json["parameters"]["owner"] == .string(owner))
        }
        let byType = try await server.get("\(path)?by=document_type&to=today", server.admin)
            .json["rows"]
        for column in ["workflows", "reviewed", "fields", "fields_edited", "modified"] {
            let sums = [byOwner, byType.elements].map { rows in
                rows.reduce(0) { $0 + ($1[column].number ?? 0) }
            }
            #expect(sums[0] == sums[1], "\(column)")
        }
    }

    @Test("has what was recorded a moment before")
    func fresh() async throws {
        let server = try ServerUnderTest.current
        let owner = "fresh@example.com"
        let key = try await server.key("owner", owner: owner)
        for count in 1...3 {
            try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
            let asked = Date.now
            let answer = try await server.get(
                "/api/v1/reports/editing_rate?owner=\(owner)",
                server.admin
            )
            let found = try answer.json
            #expect(found["rows"][0]["workflows"].integer == count)
            try checkTimes(found, since: asked)
        }
    }

    private func check(rows found: JSON, _ name: String) {
        let columns = found["columns"].elements
        #expect(columns.allSatisfy { $0.names == ["name", "type", "unit", "description"] })
        #expect(columns.allSatisfy { $0["description"].string?.isEmpty == false }, "\(name)")
        #expect(!found["rows"].elements.isEmpty, "\(name)")
        for row in found["rows"].elements {
            #expect(row.names == Set(columns.compactMap { $0["name"].string }), "\(name)")
            for column in columns {
                let value = row[column["name"].string ?? ""]
                let fits =
                    switch column["type"].string {
                    case "string": value.string != nil
                    case "integer": value.integer != nil
                    case "number": value.number != nil
                    // A value of any kind stands where an example does.
                    case "object": column["unit"] == "json"
                    default: false
                    }
                #expect(value == .null || fits, "\(name) \(column) \(value)")
                if column["unit"] == "ratio", let ratio = value.number,
                    !Self.unbounded.contains(column["name"].string ?? "")
                {
                    #expect((0...1).contains(ratio), "\(name) \(column["name"])")
                }
            }
        }
    }

    private func checkTimes(_ found: JSON, since asked: Date) throws {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for member in ["data_through", "generated_at"] {
            let text = try #require(found[member].string)
            let date = try (try? Date(text, strategy: style)) ?? Date(text, strategy: .iso8601)
            #expect(date > asked - 5 && date <= Date.now, "\(member): \(text)")
        }
    }
}
