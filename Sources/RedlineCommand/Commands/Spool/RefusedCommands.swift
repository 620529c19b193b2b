import ArgumentParser
import Foundation
import Redline
import RedlineRendering
import RedlineStorage

struct SpoolRefusedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refused",
        abstract: "Show the records that the database refused, and why."
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var spooling: SpoolOptions
    @Flag(help: "Show whose they are.")
    var owners = false

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let spool = try await spooling.open(for: opened).spool
        let records = try await spool.refused()
        spool.close()
        try await opened.tell(.readRefused, records)
        let table = TextTable(
            columns: [.figure("number"), .text("accepted"), .text("kind"), .id("id")]
                + (owners ? [.text("owner")] : []) + [.text("reason")],
            rows: records.map { record in
                ["\(record.number)", record.acceptedAt.toTheSecond, record.kind, record.recordID]
                    + (owners ? [record.owner?.name ?? "–"] : []) + [record.reason]
            }
        )
        try Terminal.write(table.text(Terminal.style))
    }
}

struct SpoolRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Put refused records in line again, behind those that wait.",
        discussion: """
            A running service moves them into the database, or redline spool drain does. What is \
            refused again is set aside again.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var spooling: SpoolOptions
    @OptionGroup var choice: RefusedChoice

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let spool = try await spooling.open(for: opened).spool
        let numbers = try await choice.numbers(in: spool)
        try await opened.tell(.retryRefused, choice.records(numbers, in: spool))
        let found = try await spool.retry(numbers)
        spool.close()
        Messages.say("\(found.count) in line again")
        try choice.requireAll(of: numbers, in: found)
    }
}

struct SpoolDiscardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Remove refused records for good.",
        discussion: "Their senders were told that they are accepted: look at them first."
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var spooling: SpoolOptions
    @OptionGroup var choice: RefusedChoice
    @Flag(help: "Do not ask.")
    var yes = false

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let spool = try await spooling.open(for: opened).spool
        let numbers = try await choice.numbers(in: spool)
        guard numbers.isEmpty || yes || Self.isConfirmed(numbers.count) else {
            spool.close()
            throw CommandError("nothing was discarded; say --yes, or answer yes at a terminal")
        }
        try await opened.tell(.discardRefused, choice.records(numbers, in: spool))
        let found = try await spool.discard(numbers)
        spool.close()
        Messages.say("\(found.count) discarded")
        try choice.requireAll(of: numbers, in: found)
    }

    private static func isConfirmed(_ count: Int) -> Bool {
        guard isatty(STDIN_FILENO) == 1 else { return false }
        Messages.say("Discard \(count) refused record\(count == 1 ? "" : "s") for good? Type yes:")
        return readLine() == "yes"
    }
}

/// Which refused records a command is for.
struct RefusedChoice: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Their numbers, as redline spool refused shows them.",
            valueName: "number"
        )
    )
    var chosen: [Int64] = []
    @Flag(help: "All of them.")
    var all = false

    func validate() throws {
        guard chosen.isEmpty == all else {
            throw ValidationError("name numbers of redline spool refused, or say --all")
        }
    }

    func numbers(in spool: Spool) async throws -> [Int64] {
        all ? try await spool.refused().map(\.number) : chosen
    }

    /// The records that have these numbers.
    func records(_ numbers: [Int64], in spool: Spool) async throws -> [Spool.Refused] {
        let wanted = Set(numbers)
        return try await spool.refused().filter { wanted.contains($0.number) }
    }

    /// Tells numbers that are none.
    func requireAll(of numbers: [Int64], in found: [Int64]) throws {
        guard !all else { return }
        let missing = Set(numbers).subtracting(found).sorted()
        guard missing.isEmpty else {
            let list = missing.map { "\($0)" }.joined(separator: ", ")
            throw CommandError("there is no refused record \(list); see redline spool refused")
        }
    }
}

extension OpenDatabase {
    /// Has the audit trail tell of what is done with refused records, before it is done.
    fileprivate func tell(_ action: AuditAction, _ records: [Spool.Refused]) async throws {
        let pool = pool(connections: 1)
        do {
            try await AuditTrail(pool).record(
                AuditedAct(
                    action,
                    owners: Set(records.compactMap { $0.owner?.name }).sorted(),
                    records: records.count
                ),
                by: .operatingSystemUser
            )
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
    }
}
