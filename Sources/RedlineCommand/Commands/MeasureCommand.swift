import ArgumentParser
import Redline
import RedlineStorage

/// The command `redline measure`.
struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measure what was recorded without its measures.",
        discussion: """
            What takes long to measure is recorded first. A running service measures it by itself, \
            and redline ingest at its end. What could not be measured so far is tried again; where \
            that fails once more, the exit status is 2.
            """
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        try await Self.measure(opened, retrying: true)
    }

    /// Measures what waits, and says what came of it.
    static func measure(_ opened: OpenDatabase, retrying: Bool = false) async throws {
        let measuring = LateMeasuring(opened.options())
        var failure: (any Error)?
        var count = 0
        do {
            count = try await measuring.measure(retrying: retrying) { count = $0 }
        } catch {
            failure = error
        }
        let left = try await measuring.state()
        await measuring.close()
        if let failure { Messages.say("Not everything could be measured: \(failure)") }
        Messages.say("\(count) measured, \(left.waiting) waiting, \(left.setAside) set aside")
        if failure != nil || left.setAside > 0 { throw ExitCode(2) }
    }
}
