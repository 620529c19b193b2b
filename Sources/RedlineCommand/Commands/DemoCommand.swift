import ArgumentParser
import Foundation
import Redline
import RedlineAnalytics
import RedlineDemo
import RedlineRendering
import RedlineStorage

/// The command `redline demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Record sample data and show the main reports.",
        discussion: """
            The records are made up but lifelike, and the same for the same day: a second run adds \
            nothing. They go where --database-url points, or into the private cluster.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Option(help: "The sample data of that day, such as 2026-11-01, instead of today's.")
    var day: String?

    func validate() throws {
        guard let day else { return }
        guard let time = Timestamp(day), time.date == day, time <= .now else {
            throw ValidationError("--day takes a day that has been, such as 2026-11-01")
        }
    }

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let now = day.flatMap { Timestamp($0) } ?? .now
        let tally = try await record(opened, now)
        Messages.say(
            "\(tally.accepted) records recorded, \(tally.duplicates) were recorded before."
        )
        try await opened.catchUpRollUps()
        let runner = try ReportRunner(opened.pool())
        let style = Terminal.style
        for (name, by) in Self.reports {
            let report = try await runner.run(
                name,
                ["by": by],
                as: .admin,
                by: .operatingSystemUser,
                now: now
            )
            try Terminal.write("\n")
            try ReportFormat.table.render(report.firstRows(Self.rows), style: style) {
                try Terminal.write($0)
            }
        }
        Messages.say(Self.next)
    }

    private static let rows = 12
    private static let reports = [
        ("editing_rate", "document_type"), ("accuracy", "model"), ("field_accuracy", "field"),
        ("correction_patterns", "field"), ("funnel", "week"), ("activity", "week"),
        ("tool_health", "tool"),
    ]

    private static let next = """

        What to try next:
          redline report                              the list of reports
          redline report editing_rate --by model,week
          redline report tool_health --format json
          redline history ana.martin@example.com      an owner's exports
          redline show WORKFLOW-ID                    one of them, with its differences
          redline interactions ana.martin@example.com
          redline db psql                             the same data in psql
          redline serve                               the HTTP service
        """

    private func record(_ opened: OpenDatabase, _ now: Timestamp) async throws -> Ingest.Tally {
        let writer = RecordWriter(opened.options())
        let ingest = Ingest([writer])
        var total = Ingest.Tally()
        var body: [UInt8] = []
        func flush() async throws {
            let tally = try await ingest.run(body: body) { rejection in
                throw CommandError("a sample record was refused: \(rejection.reason)")
            }
            total.accepted += tally.accepted
            total.duplicates += tally.duplicates
            body.removeAll(keepingCapacity: true)
        }
        var lines = 0
        let seconds = Double(now.microseconds) / 1_000_000
        for line in DemoRecords(now: Date(timeIntervalSince1970: seconds)) {
            body += line.utf8
            body.append(UInt8(ascii: "\n"))
            lines += 1
            if lines.isMultiple(of: 500) { try await flush() }
        }
        try await flush()
        await writer.close()
        return total
    }
}

extension Report {
    /// The report with its first rows alone, for a glance.
    fileprivate func firstRows(_ count: Int) -> Report {
        guard rows.count > count else { return self }
        var shown = self
        shown.rows = Array(rows.prefix(count))
        shown.title += " (the first \(count) of \(rows.count) rows)"
        return shown
    }
}
