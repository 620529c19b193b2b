import ArgumentParser

/// The command `redline owner`.
struct OwnerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "owner",
        abstract: "What is held on a person: export it, hold it, erase it.",
        subcommands: [
            OwnerExportCommand.self, OwnerEraseCommand.self, OwnerHoldCommand.self,
            OwnerReleaseCommand.self, OwnerHoldsCommand.self, OwnerReadmitCommand.self,
        ]
    )
}
