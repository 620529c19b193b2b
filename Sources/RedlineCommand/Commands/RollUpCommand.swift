import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineRendering
import RedlineStorage

/// The command `redline rollup`.
struct RollUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollup",
        abstract: "The daily roll-ups that reports read, and whether they are right.",
        subcommands: [Status.self, Verify.self, Rebuild.self]
    )

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What has been recorded and is not in the roll-ups yet."
        )

        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let rollUps = RollUps(opened.options())
            let state = try await rollUps.state()
            await rollUps.close()
            let table = TextTable(
                columns: [.text("state", isKey: true), .text("waiting"), .text("since")],
                rows: [
                    [
                        state.isBuilt ? "built" : "to be built", "\(state.waiting)",
                        state.oldest.map { "\($0)" } ?? "",
                    ]
                ]
            )
            try Terminal.write(table.text(Terminal.style))
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count the reports afresh from the records, and name what differs.",
            discussion: """
                Days whose records have gone, or are past their time, cannot be counted again and \
                are left out. Where something differs the exit status is 1; redline rollup rebuild \
                puts it right.
                """
        )

        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let catalog = try ReportRunner(opened.pool()).catalog
            let verification = RollUpVerification(catalog, opened.options())
            let outcome = try await verified(verification, opened)
            for difference in outcome.differences { try Terminal.write("\(difference)\n") }
            Messages.say(
                "\(outcome.figures) figures compared from \(outcome.from) on, "
                    + "\(outcome.differences.count) differ"
            )
            if !outcome.differences.isEmpty { throw ExitCode(1) }
        }

        /// Records that come in meanwhile have to be rolled up first.
        private func verified(
            _ verification: RollUpVerification,
            _ opened: OpenDatabase
        ) async throws -> RollUpVerification.Outcome {
            for _ in 0..<Self.tries {
                try await opened.catchUpRollUps()
                do {
                    return try await verification.run { report, grouping in
                        Messages.say("counting \(report) by \(grouping)")
                    }
                } catch is RollUpVerification.RollUpsBehind {
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            throw CommandError(
                "records come in faster than they can be rolled up: try again when fewer do"
            )
        }

        private static let tries = 50
    }

    struct Rebuild: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count all records afresh, in the place of what the roll-ups have.",
            discussion: """
                Reports show the old figures until it ends. Days whose records have gone stay as \
                they are.
                """
        )

        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let rollUps = RollUps(opened.options())
            Messages.say("Counting all records afresh ...")
            do {
                try await rollUps.rebuild()
            } catch {
                await rollUps.close()
                throw error
            }
            await rollUps.close()
            try await AuditTrail(opened.pool()).record(
                AuditedAct(.rebuildRollUps),
                by: .operatingSystemUser
            )
            Messages.say("The roll-ups are as the records are.")
        }
    }
}
