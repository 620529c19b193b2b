import ArgumentParser
import Redline
import RedlineStorage

/// The command `redline retention set`.
struct RetentionSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set for how many days something is kept, also of one owner.",
        discussion: """
            Kinds: export, interaction, tool_content, rollup, audit. What is past its time then is \
            hidden at once, and removed by the next run. Content of tools, which is what was sent \
            to them and what came back, is never kept longer than its interaction. With --owner it \
            is a time of their own, shorter or longer than everybody's, of an export, interaction \
            or tool_content.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "export, interaction, tool_content, rollup or audit.")
    var kind: RetentionKind
    @Argument(help: "1 to 99999; of one owner, 1 to 3650.")
    var days: Int
    @Option(help: "Whose records alone; everybody's without.")
    var owner: Owner?
    @Option(help: "Why, for an owner's own time; at most 2000 characters.")
    var reason: String?

    func validate() throws {
        guard owner != nil else {
            guard reason == nil else { throw ValidationError("--reason is for --owner") }
            guard (1...99_999).contains(days) else {
                throw ValidationError("days are 1 to 99999")
            }
            return
        }
        try kind.requireOwners()
        guard RetentionAgreement.limits.contains(days) else {
            throw ValidationError("days are 1 to 3650 for one owner")
        }
        guard (reason ?? "").unicodeScalars.count <= 2_000 else {
            throw ValidationError("--reason has at most 2000 characters")
        }
    }

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let retention = Retention(opened.pool())
        guard let owner else {
            try await retention.set(kind, days: days, by: .operatingSystemUser)
            return Messages.say("\(kind.rawValue): \(days) days")
        }
        try await retention.agree(
            kind,
            days: days,
            of: owner,
            reason: reason ?? "",
            by: .operatingSystemUser
        )
        Messages.say("\(kind.rawValue) of \(owner.masked): \(days) days")
    }
}

/// The command `redline retention unset`.
struct RetentionUnsetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Lift the time that one owner has, so that everybody's counts again.",
        discussion: """
            What a shorter time hid comes back into view, where it has not gone; what a longer one \
            kept is hidden, and removed by the next run.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "export, interaction or tool_content.")
    var kind: RetentionKind
    @Option(help: "Whose records.")
    var owner: Owner

    func validate() throws {
        try kind.requireOwners()
    }

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let wasSet = try await Retention(opened.pool()).lift(
            kind,
            of: owner,
            by: .operatingSystemUser
        )
        guard wasSet else {
            throw CommandError("\(owner.masked) has no time of their own for \(kind.rawValue)")
        }
        Messages.say("\(kind.rawValue) of \(owner.masked): as everybody's")
    }
}

extension RetentionKind {
    /// Refuses what belongs to nobody in particular.
    fileprivate func requireOwners() throws {
        guard hasOwners else {
            throw ValidationError("\(rawValue) belongs to no owner; everybody's time is one")
        }
    }
}
