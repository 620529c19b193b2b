import ArgumentParser
import Redline
import RedlineRendering
import RedlineStorage

struct OwnerHoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Keep everything of an owner until they are released.",
        discussion: """
            Neither retention nor an erasure removes anything of an owner on hold. An owner may \
            have several holds; the last one to be released ends it.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "Whose records are kept.")
    var owner: Owner
    @Option(help: "Why; 1 to 2000 characters.")
    var reason: String

    func validate() throws {
        guard (1...2_000).contains(reason.unicodeScalars.count) else {
            throw ValidationError("--reason has 1 to 2000 characters")
        }
    }

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let id = try await OwnerHolds(opened.pool()).hold(
            owner,
            reason: reason,
            by: .operatingSystemUser
        )
        Messages.say("\(owner.masked) is on hold")
        try Terminal.write(id + "\n")
    }
}

struct OwnerReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Release the holds of an owner, or one of them.",
        discussion: """
            What is past its time then goes with the next run of retention, and an erasure is \
            possible again.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "Whose records were kept.")
    var owner: Owner
    @Option(help: "The one to release, as redline owner holds lists it; all of them without.")
    var hold: String?

    func validate() throws {
        guard hold.map({ WorkflowID($0) != nil }) ?? true else {
            throw ValidationError("--hold is an id that redline owner holds lists")
        }
    }

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let released = try await OwnerHolds(opened.pool()).release(
            owner,
            id: hold,
            by: .operatingSystemUser
        )
        guard released > 0 else {
            throw CommandError("\(owner.masked) has no such hold in force")
        }
        Messages.say("\(released) released")
    }
}

struct OwnerHoldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds",
        abstract: "The holds in force, the newest first."
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "Whose; everybody's without.")
    var owner: Owner?
    @Flag(help: "Those that were released as well.")
    var released = false

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let holds = try await OwnerHolds(opened.pool()).list(of: owner, withReleased: released)
        let table = TextTable(
            columns: [
                .id("hold"), .text("owner"), .text("since"), .text("by"), .text("until"),
                .text("reason"),
            ],
            rows: holds.map { hold in
                [
                    hold.id, hold.owner.name, hold.placedAt.toTheSecond, hold.placedBy,
                    hold.releasedAt?.toTheSecond ?? "", hold.reason,
                ]
            }
        )
        try Terminal.write(table.text(Terminal.style))
    }
}
