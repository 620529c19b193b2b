import ArgumentParser
import Redline
import RedlineStorage

struct OwnerReadmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readmit",
        abstract: "Take records of an owner who was erased again, as of somebody new.",
        discussion: """
            An erasure refuses later records of its owner. This lifts the refusal, for a name that \
            was mistyped or a person who came back; the receipts stay, and nothing that was erased \
            comes back.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "Whose records are taken again.")
    var owner: Owner

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let lifted = try await OwnerErasures(opened.pool(), opened.options()).readmit(
            owner,
            by: .operatingSystemUser
        )
        guard lifted > 0 else {
            throw CommandError(
                "records of \(owner.masked) are not refused: there is nothing to lift"
            )
        }
        Messages.say("records of \(owner.masked) are taken again")
    }
}
