import Foundation
import Testing

/// A report is a file that psql runs as it stands, and nothing that redline adds changes a figure.
@Suite("A report's CSV and psql's", .serving(hasDemo: true))
struct ReportBytesTests {
    /// Reports that group by the same function, and by the same words, as another.
    private static let sampled = [
        "accuracy", "field_accuracy", "funnel", "preferences", "quality",
    ]

    @Test("are the same bytes, by every grouping and by several at once")
    func bytes() async throws {
        let server = try ServerUnderTest.current
        let list = try await server.get("/api/v1/reports", server.admin).json["reports"].elements
        #expect(list.count >= 7)
        var compared = 0
        for report in list {
            let name = try #require(report["name"].string)
            let words = report["by"].elements.compactMap(\.string)
            // Reports of the same facts group by the same function: every word of one of them.
            let isSampled = Self.sampled.contains(name)
            var groupings = isSampled ? [[words[0]]] : words.map { [$0] }
            if words.isEmpty {
                #expect(try await compare([name]) > 0, "\(name)")
                compared += 1
            } else {
                groupings += [Array(words.prefix(2)), Array(words.suffix(3))]
            }
            for grouping in groupings {
                let rows = try await compare([name, "--by", grouping.joined(separator: ",")])
                #expect(rows > 0, "\(name) \(grouping)")
                compared += 1
            }
        }
        #expect(compared >= 40)
    }

    @Test("are the same bytes for a period, for one owner, and where there is nothing")
    func selections() async throws {
        let server = try ServerUnderTest.current
        let list = try await server.get("/api/v1/reports", server.admin).json["reports"].elements
        // When half of the demo's stages were there.
        let rows = try await server.database.rows(
            """
            select to_json(percentile_disc(0.5) within group (order by recorded_at)) #>> '{}'
            from redline.export_stage
            """
        )
        let then = try #require(rows.first?.first ?? nil)
        for report in list {
            let name = try #require(report["name"].string)
            #expect(try await compare([name, "--from", "14d", "--to", "7d"]) > 0)
            // What two owners have to agree on shows for one where one is enough.
            let alone = name == "correction_pairs" ? ["--set", "min_owners=1"] : []
            #expect(try await compare([name, "--owner", "ana.martin@example.com"] + alone) > 0)
            // A reliability table has all of its rows, whatever is in them.
            let none = name == "calibration" ? 10 : 0
            #expect(
                try await compare([name, "--from", "2020-01-01", "--to", "2020-02-01"]) == none
            )
            #expect(try await compare([name, "--as-of", then]) > 0)
            #expect(try await compare([name, "--owner", "o'brien;--$(id)`\"@example.com"]) == none)
        }
    }

    @Test("are what the service answers, too")
    func service() async throws {
        let server = try ServerUnderTest.current
        let result = try await server.database.redline(
            ["report", "editing_rate", "--format", "csv", "--by", "model,week"]
        )
        let path = "/api/v1/reports/editing_rate"
        let asked = try await server.get("\(path)?by=model,week&format=csv", server.admin)
        #expect(asked.body == result.stdout)
        #expect(asked.header("content-type")?.hasPrefix("text/csv") == true)
        let accepted = try await server.get(
            "\(path)?by=model%2Cweek",
            server.admin,
            headers: ["Accept": "text/csv;q=0.9, */*"]
        )
        #expect(accepted.body == result.stdout)
    }

    /// Compares the bytes of both and returns the number of rows.
    private func compare(_ arguments: [String]) async throws -> Int {
        let database = try ServerUnderTest.current.database
        let csv = try await database.redline(["report"] + arguments + ["--format", "csv"])
        #expect(csv.status == 0, "\(arguments): \(csv.stderr)")
        let line = try await database.redline(["report"] + arguments + ["--psql"])
        #expect(line.status == 0, "\(arguments): \(line.stderr)")
        let psql = try await CommandResult.of(
            "sh",
            ["-c", line.text],
            environment: database.environment,
            folder: Redline.root
        )
        #expect(psql.status == 0, "\(line.text)\(psql.stderr)")
        #expect(csv.stdout == psql.stdout, "\(line.text)")
        #expect(csv.stderr.isEmpty)
        return csv.text.split(separator: "\n").count - 1
    }
}
