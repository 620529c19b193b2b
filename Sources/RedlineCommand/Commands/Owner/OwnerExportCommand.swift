import ArgumentParser
import Foundation
import Redline
import RedlineCompliance
import RedlineRendering
import RedlineStorage

struct OwnerExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all that is held on an owner into a ZIP archive.",
        discussion: """
            The archive is of one instant, whatever is recorded meanwhile. It has each table as \
            NDJSON and as CSV, a page that says what each file holds, and a manifest with the \
            SHA-256 of each. Beside it goes FILE.sha256, which sha256sum -c checks. \
            redline owner export --verify FILE checks an archive, and needs no database.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FilesFolderOption
    @Argument(help: "The owner.")
    var owner: Owner?
    @Option(name: .customLong("to"), help: ArgumentHelp("The archive.", valueName: "file"))
    var target: String?
    @Flag(help: "Overwrite the archive where it is there.")
    var force = false
    @Option(help: ArgumentHelp("Check an archive instead.", valueName: "file"))
    var verify: String?

    func validate() throws {
        if verify != nil {
            guard owner == nil, target == nil, !force else {
                throw ValidationError("--verify takes an archive, and neither an owner nor --to")
            }
            return
        }
        guard owner != nil, let target, !target.isEmpty else {
            throw ValidationError("name an owner, and with --to where the archive goes")
        }
    }

    func run() async throws {
        if let verify {
            try check(verify)
            return
        }
        guard let owner, let target else { return }
        let place = try ArchivePlace(target, replacing: force)
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let pool = opened.pool()
        let store = DeliverableStore(pool, folder: try await files.claimed(pool))
        let trail = AuditTrail(pool)
        let actor = AuditActor.operatingSystemUser
        // Before anything is read: who is interrupted has read all the same.
        try await trail.record(
            AuditedAct(.exportOwner, owners: [owner.name], detail: ["state": "begun"]),
            by: actor
        )
        let started = ContinuousClock.now
        let summary = try await place.write { descriptor in
            let export = OwnerExport(pool) { try store.contentUnlessLost(of: $0) }
            let summary = try await export.write(
                owner,
                to: descriptor,
                for: actor
            ) { table, count in
                guard Terminal.showsProgress else { return }
                Messages.replaceLine("\(table): \(GroupedNumber(count)) records")
            }
            if Terminal.showsProgress { Messages.replaceLine("") }
            try await trail.record(
                AuditedAct(
                    .exportOwner,
                    owners: [owner.name],
                    records: summary.records,
                    detail: ["sha256": summary.sha256, "state": "done"]
                ),
                by: actor
            )
            return summary
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        Messages.say(
            summary.records == 0
                ? "Nothing is held on this owner; \(target) says so."
                : "\(target): \(GroupedNumber(summary.records)) records, "
                    + "\(GroupedNumber(summary.byteCount)) bytes, "
                    + "\(GroupedNumber(Int(Double(summary.records) / max(seconds, 0.001)))) "
                    + "records a second"
        )
        guard summary.lostFiles == 0 else {
            Messages.say(
                "\(summary.lostFiles) files are not in it, because they are missing in the folder of "
                    + "files or are not what was kept; their rows are"
            )
            throw ExitCode(2)
        }
    }

    private func check(_ path: String) throws {
        let verification = try ExportVerification(path: path)
        for fault in verification.faults { try Terminal.write("\(fault)\n") }
        guard verification.faults.isEmpty else { throw ExitCode(1) }
        Messages.say(
            "\(path): \(verification.members) members and \(verification.records) records, whole"
                + (verification.hasSidecar ? "" : "; there is no \(path).sha256 to hold it against")
        )
    }
}
