import ArgumentParser
import Redline
import RedlineDatasets
import RedlineRendering
import RedlineStorage

/// The command `redline corrections list`.
struct CorrectionsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Corrections with their context, by owner and then from the oldest on.",
        discussion: """
            As ndjson each line has a cursor: with --after, a list goes on behind that line.
            """
    )

    /// The forms in which corrections are listed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case ndjson
    }

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var corrections: CorrectionOptions
    @Option(help: "The first time that no longer counts.")
    var to: Timestamp?
    @Option(help: ArgumentHelp("table or ndjson.", valueName: "format"))
    var format = Format.table
    @Option(help: "The most corrections; 50 as a table, all of them as ndjson unless told.")
    var limit: Int?
    @Option(help: ArgumentHelp("Only what is behind the line of this cursor.", valueName: "cursor"))
    var after: String?

    func validate() throws {
        guard (limit ?? 1) >= 1 else { throw ValidationError("--limit must be 1 or more") }
        guard format == .ndjson || (limit ?? 1) <= Self.tableLimit else {
            throw ValidationError(
                "--limit must be at most \(Self.tableLimit) for a table: take --format ndjson"
            )
        }
        _ = try place()
    }

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let pool = opened.pool()
        let filter = corrections.filter(to: to)
        try await AuditTrail(pool)
            .record(filter.act(.readCorrections, as: .admin), by: .operatingSystemUser)
        let reader = CorrectionReader(pool)
        switch format {
        case .ndjson: try await lines(reader)
        case .table: try await table(reader)
        }
    }

    /// The most rows of a table, which is laid out as a whole.
    private static let tableLimit = 1_000

    private func place() throws -> CorrectionPlace? {
        guard let after else { return nil }
        guard let place = CorrectionPlace(cursor: after) else {
            throw ValidationError("--after takes the cursor of a line")
        }
        return place
    }

    private func lines(_ reader: CorrectionReader) async throws {
        var left = limit ?? .max
        try await reader.read(corrections.filter(to: to), as: .admin, after: try place()) { page in
            var json = JSONWriter()
            for correction in page.corrections.prefix(left) {
                json.correction(correction)
                json.endLine()
            }
            left -= min(left, page.corrections.count)
            try Terminal.write(json.bytes)
            return left > 0
        }
    }

    private func table(_ reader: CorrectionReader) async throws {
        let limit = limit ?? 50
        var found: [Correction] = []
        try await reader.read(corrections.filter(to: to), as: .admin, after: try place()) { page in
            found += page.corrections.prefix(limit + 1 - found.count)
            return found.count <= limit
        }
        let shown = found.prefix(limit)
        let table = TextTable(
            columns: [
                .text("started", isKey: true), .id("workflow"), .text("owner"), .text("type"),
                .text("field"), .text("change"), .text("pattern"), .text("original"),
                .text("modified"),
            ],
            rows: shown.map { correction in
                [
                    correction.place.startedAt.toTheSecond, "\(correction.place.workflowID)",
                    correction.place.owner, correction.documentType ?? "–", correction.field,
                    correction.changeType.rawValue, correction.pattern.rawValue,
                    correction.original ?? "–", correction.modified ?? "–",
                ]
            }
        )
        try Terminal.write(table.text(Terminal.style))
        if shown.isEmpty {
            Messages.say("No correction is recorded here.")
        } else if found.count > shown.count, let last = shown.last {
            Messages.say("There is more: --after \(last.place.cursor)")
        }
    }
}
