import ArgumentParser
import Foundation
import Redline
import RedlineStorage

struct OwnerEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Remove everything that is held on an owner, and give a receipt.",
        discussion: """
            Records, corrections, their part in the roll-ups, keys and what waits in the spool go; \
            the receipt, a JSON object, has counts and a salted digest and names nobody. An owner \
            on hold is not erased. What a crash interrupts goes on when it is asked for again, or \
            when redline serve starts. Where files of exports lie in a folder, it is finished when \
            they are gone as well. Of an owner on whom nothing is held, nothing is erased, so that \
            a mistyped name is not refused from then on; redline owner readmit lifts a refusal.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var spooling: SpoolOptions
    @OptionGroup var files: FilesFolderOption
    @Argument(help: "Whose records are erased.")
    var owner: Owner
    @Flag(help: "Do not ask.")
    var yes = false
    @Flag(help: "Refuse the owner from now on, even where nothing is held on them.")
    var evenIfAbsent = false

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        guard yes || isConfirmed() else {
            throw CommandError(
                "nothing was erased; say --yes, or type the owner's name at a terminal"
            )
        }
        let spool = try await spooling.open(for: opened).spool
        defer { spool.close() }
        let pool = opened.pool()
        let erasures = OwnerErasures(
            pool,
            opened.options(),
            folder: try await files.claimed(pool)
        )
        do {
            let receipt = try await erasures.erase(
                owner,
                evenIfAbsent: evenIfAbsent,
                spool: spool,
                by: .operatingSystemUser
            ) { removed in
                Messages.say("\(removed) rows removed")
            }
            try Terminal.write(String(decoding: receipt.json, as: UTF8.self) + "\n")
            await erasures.vacuum(after: receipt.id)
        } catch let error as FilesFolderError {
            Messages.say("no row is left, but the erasure is not finished: \(error)")
            throw ExitCode(2)
        } catch ComplianceError.nothingHeld {
            guard let receipt = try await erasures.lastReceipt(of: owner) else {
                throw CommandError(
                    "\(ComplianceError.nothingHeld) To refuse it from now on all the same, say "
                        + "--even-if-absent"
                )
            }
            Messages.say("nothing has come since the owner was erased; the receipt of then:")
            try Terminal.write(String(decoding: receipt.json, as: UTF8.self) + "\n")
        }
    }

    private func isConfirmed() -> Bool {
        guard isatty(STDIN_FILENO) == 1 else { return false }
        Messages.say("Everything of \(owner.name) will be erased. Type the name to go on:")
        return readLine() == owner.name
    }
}
