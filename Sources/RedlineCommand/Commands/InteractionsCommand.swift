import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineRendering

/// The command `redline interactions`.
struct InteractionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interactions",
        abstract: "An owner's interactions, newest first."
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "The owner.")
    var owner: Owner
    @Option(help: "One thread.")
    var thread: String?
    @Option(help: "Words to be found in message or answer, as in a web search.")
    var search: String?
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
        var filter = InteractionFilter()
        filter.threadID = thread
        filter.search = search
        filter.from = from
        filter.to = to
        let page = try await page(filter, PageRequest(limit: limit, offset: offset))
        let style = Terminal.style
        for entry in page.rows { try Terminal.write(InteractionText.of(entry, style)) }
        PageLimits.sayMore(page, offset: offset)
    }

    private func page(
        _ filter: InteractionFilter,
        _ page: PageRequest
    ) async throws -> Page<InteractionEntry> {
        if let service = try database.service {
            return try await ServiceReader.reading(service) {
                try await $0.interactions(of: owner, filter, page)
            }
        }
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        return try await RecordReader(opened.pool()).interactions(
            as: .owner(owner),
            by: .operatingSystemUser,
            filter: filter,
            page: page
        )
    }
}
