import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineRendering

/// The command `redline history`.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "An owner's exports, newest first."
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "The owner.")
    var owner: Owner
    @Option(name: .customLong("document"), help: "The exports of one document.")
    var documentID: String?
    @Option(help: "awaiting_user_review, awaiting_final_processing or completed.")
    var status: WorkflowStatus?
    @Option(help: "The first time that counts.")
    var from: Timestamp?
    @Option(help: "The first time that no longer counts.")
    var to: Timestamp?
    @Option(help: "The most rows, 1 to 1000.")
    var limit = 50
    @Option(help: "How many rows to skip.")
    var offset = 0

    func validate() throws {
        try PageLimits.check(limit: limit, offset: offset)
    }

    func run() async throws {
        var filter = ExportFilter()
        filter.documentID = documentID
        filter.status = status
        filter.from = from
        filter.to = to
        let page = try await page(filter, PageRequest(limit: limit, offset: offset))
        let table = TextTable(
            columns: [
                .text("started", isKey: true), .id("workflow"), .text("document"),
                .text("type"), .text("status"), .figure("revision"), .text("kept until"),
            ],
            rows: page.rows.map { export in
                [
                    export.startedAt.toTheSecond, "\(export.workflowID)", export.documentID ?? "–",
                    export.documentType ?? "–", export.status.rawValue, "\(export.revision)",
                    export.expiresAt.date,
                ]
            }
        )
        try Terminal.write(table.text(Terminal.style))
        PageLimits.sayMore(page, offset: offset)
    }

    private func page(
        _ filter: ExportFilter,
        _ page: PageRequest
    ) async throws -> Page<ExportSummary> {
        if let service = try database.service {
            return try await ServiceReader.reading(service) {
                try await $0.exports(of: owner, filter, page)
            }
        }
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        return try await RecordReader(opened.pool()).exports(
            as: .owner(owner),
            by: .operatingSystemUser,
            filter: filter,
            page: page
        )
    }
}

extension WorkflowStatus: ExpressibleByArgument {}

/// The bounds of a page on the command line.
enum PageLimits {
    static func check(limit: Int, offset: Int) throws {
        guard PageRequest.limits.contains(limit) else {
            throw ValidationError("--limit must be from 1 to 1000")
        }
        guard offset >= 0 else { throw ValidationError("--offset must be 0 or more") }
    }

    static func sayMore<Row>(_ page: Page<Row>, offset: Int) {
        if page.rows.isEmpty {
            Messages.say("Nothing is recorded here.")
        } else if page.next != nil {
            Messages.say("There is more: --offset \(offset + page.rows.count)")
        }
    }
}

extension Timestamp {
    /// The time for a table: to the second.
    var toTheSecond: String {
        let text = "\(Timestamp(microseconds: milliseconds / 1_000 * 1_000_000))"
        return text.replacing("T", with: " ").replacing("Z", with: "")
    }
}
