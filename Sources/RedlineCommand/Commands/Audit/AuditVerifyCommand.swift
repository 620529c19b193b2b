import ArgumentParser
import Redline
import RedlineStorage

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the audit trail by its seals, and name the first break.",
        discussion: """
            What was changed, removed, put in or put elsewhere is found; the exit status is then 1. \
            An end that was cut off, or a trail that was rewritten as a whole, is found against an \
            anchor alone: --anchor holds the trail against the heads in a file, and adds the \
            present one. Keep that file where those who may write to the database may not.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Option(
        help: ArgumentHelp(
            "The heads of former times; where all is well, the present one is added.",
            valueName: "file"
        )
    )
    var anchor: String?

    func run() async throws {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let file = anchor.map { AuditAnchorFile(path: $0) }
        let anchors = try file?.read() ?? []
        let trail = AuditTrail(opened.pool())
        let actor = AuditActor.operatingSystemUser
        let verdict = try await trail.verify(against: anchors)
        for found in verdict.breaks { try Terminal.write("\(found)\n") }
        Messages.say(Self.summary(verdict, anchors: anchors.count))
        let detail = ["breaks": "\(verdict.breakCount)", "anchors": "\(anchors.count)"]
        try await trail.record(
            AuditedAct(.verifyAudit, records: verdict.entries, detail: detail),
            by: actor
        )
        guard verdict.breakCount == 0 else { throw ExitCode(1) }
        guard let file, let head = verdict.head else { return }
        guard anchors.last != head else { return }
        try file.append(head)
        try await trail.record(
            AuditedAct(.anchorAudit, detail: ["seal": "\(head.number)"]),
            by: actor
        )
        Messages.say(
            (anchors.isEmpty
                ? "\(file.path) is new: its first head is" : "\(file.path) now ends with")
                + " seal \(head.number)."
        )
    }

    private static func summary(_ verdict: AuditVerdict, anchors: Int) -> String {
        var text =
            "\(verdict.entries) \(verdict.entries == 1 ? "entry" : "entries") in "
            + "\(verdict.seals) \(verdict.seals == 1 ? "seal" : "seals")"
        if anchors > 0 { text += " held against \(anchors) anchor\(anchors == 1 ? "" : "s")" }
        if !verdict.prunedWeeks.isEmpty {
            text += ", \(verdict.prunedWeeks.count) weeks pruned"
        }
        switch verdict.breakCount {
        case 0: return text + ": whole"
        case 1: return text + ": 1 break"
        default: return text + ": \(verdict.breakCount) breaks, the first one first"
        }
    }
}
