import ArgumentParser
import Redline
import RedlineRendering
import RedlineStorage

/// The command `redline retention`.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "How long records are kept, and what is past its time.",
        subcommands: [
            Show.self, RetentionSetCommand.self, RetentionUnsetCommand.self, Run.self,
        ]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How long what is kept, of whom otherwise, and the last runs."
        )

        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let retention = Retention(opened.pool())
            let settings = TextTable(
                columns: [.text("kind", isKey: true), .figure("days")],
                rows: try await retention.settings().map { [$0.kind.rawValue, "\($0.days)"] }
            )
            try Terminal.write(settings.text(Terminal.style))
            let agreements = try await retention.agreements()
            if !agreements.isEmpty {
                let table = TextTable(
                    columns: [
                        .text("owner", isKey: true), .text("kind", isKey: true), .figure("days"),
                        .text("since"), .text("by"), .text("reason"),
                    ],
                    rows: agreements.map { agreed in
                        [
                            agreed.owner.name, agreed.kind.rawValue, "\(agreed.days)",
                            agreed.createdAt.toTheSecond, agreed.agreedBy, agreed.reason,
                        ]
                    }
                )
                try Terminal.write("\n" + table.text(Terminal.style))
            }
            let runs = try await retention.runs()
            guard !runs.isEmpty else { return }
            let table = TextTable(
                columns: [
                    .text("begun"), .text("ended"), .text("by"), .figure("weeks"),
                    .figure("removed"), .figure("tool contents"), .figure("freed bytes"),
                ],
                rows: runs.map { run in
                    [
                        run.startedAt?.toTheSecond ?? "", run.finishedAt?.toTheSecond ?? "",
                        run.runBy, "\(run.weeks)", "\(run.removed)", "\(run.contents)",
                        "\(run.freedBytes)",
                    ]
                }
            )
            try Terminal.write("\n" + table.text(Terminal.style))
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove what is past its time; redline serve does so each hour.",
            discussion: """
                Records go by whole weeks, which gives their space back at once. A week of which \
                more will soon be past its time than is now waits for that. What is past a \
                shorter time of its owner's own goes before, row by row. What an owner on hold \
                has stays.
                """
        )

        @OptionGroup var database: DatabaseOptions
        @OptionGroup var files: FilesFolderOption
        @Flag(help: "Say what would go, and remove nothing.")
        var dryRun = false

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            // What is still to be counted is not removed.
            try await opened.catchUpRollUps()
            let pool = opened.pool()
            let folder = try await files.claimed(pool)
            let retention = Retention(pool)
            guard !dryRun else {
                return try await show(retention.plan(), retention.ownersPast())
            }
            let run = try await retention.run(by: .operatingSystemUser) { place in
                let what =
                    place.kind == RetentionKind.toolContent.rawValue
                    ? "contents of tools" : "\(place.kind)s"
                Messages.say("\(what) of the week of \(place.week) are gone")
            }
            guard let run else {
                throw CommandError("another process removes what is past its time right now")
            }
            Messages.say(
                "\(run.removed) removed, \(run.weeks) weeks dropped, "
                    + "\(run.contents) contents of tools removed, \(run.freedBytes) bytes free"
            )
            let gone = try await folder?.removeDue() ?? 0
            if gone > 0 { Messages.say("\(gone) files removed from their folder") }
            let left = try await FolderFiles.counts(pool).due
            if left > 0 {
                Messages.say("\(left) files wait for a redline serve that has their folder")
            }
            if run.left > 0 {
                Messages.say("\(run.left) weeks are in use and wait for the next run")
                throw ExitCode(2)
            }
        }

        private func show(_ found: [RetentionWeek], _ owners: [OwnerPast]) throws {
            let weeks = found.filter { $0.gone > 0 }
            guard weeks.count + owners.count > 0 else {
                return Messages.say("nothing is past its time")
            }
            if !weeks.isEmpty {
                let table = TextTable(
                    columns: [
                        .text("kind"), .text("week"), .figure("goes"), .figure("stays"),
                        .figure("bytes"), .text("now"),
                    ],
                    rows: weeks.map { week in
                        [
                            week.kind, week.week, "\(week.gone)", "\(week.stay)",
                            "\(week.bytes)", week.isDue ? "removed" : "waits",
                        ]
                    }
                )
                try Terminal.write(table.text(Terminal.style))
            }
            guard !owners.isEmpty else { return }
            let table = TextTable(
                columns: [
                    .text("owner"), .text("kind"), .figure("goes"), .figure("bytes"), .text("now"),
                ],
                rows: owners.map { past in
                    [past.owner, past.kind, "\(past.gone)", "\(past.bytes)", "removed"]
                }
            )
            try Terminal.write((weeks.isEmpty ? "" : "\n") + table.text(Terminal.style))
        }
    }
}

extension RetentionKind: ExpressibleByArgument {}
