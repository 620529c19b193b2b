import ArgumentParser

/// The command `redline audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "The audit trail: who read or exported content, and who did what.",
        subcommands: [AuditListCommand.self, AuditVerifyCommand.self]
    )
}
