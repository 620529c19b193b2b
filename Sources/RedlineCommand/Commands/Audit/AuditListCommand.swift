import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineRendering

struct AuditListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Entries of the audit trail, newest first.",
        discussion: """
            The trail names owners by salted digests: --owner finds what was done with the records \
            of one. That the trail was read is an entry of its own.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Option(help: "What was done with one owner's records.")
    var owner: Owner?
    @Option(help: "What was done, such as read_workflow or create_key.")
    var action: AuditAction?
    @Option(help: "Who did it, such as key:ID or user:NAME.")
    var actor: String?
    @Option(help: "The first time that counts.")
    var from: Timestamp?
    @Option(help: "The first time that no longer counts.")
    var to: Timestamp?
    @Option(help: "The most rows, 1 to 1000.")
    var limit = 50
    @Option(help: "How many rows to skip.")
    var offset = 0
    @Option(help: "table, csv, json, ndjson, markdown or html.")
    var format: ReportFormat = .table

    func validate() throws {
        try PageLimits.check(limit: limit, offset: offset)
        guard !format.needsChart else { throw ValidationError("a list has no chart") }
    }

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        var filter = AuditFilter()
        filter.owner = owner
        filter.action = action
        filter.actor = actor
        filter.from = from
        filter.to = to
        let page = try await RecordReader(opened.pool()).auditEntries(
            as: .admin,
            by: .operatingSystemUser,
            filter: filter,
            page: PageRequest(limit: limit, offset: offset)
        )
        let list = AuditList(page.rows, now: .now)
        try format.render(list.report, style: Terminal.style) { try Terminal.write($0) }
        PageLimits.sayMore(page, offset: offset)
    }
}

extension AuditAction: ExpressibleByArgument {}
