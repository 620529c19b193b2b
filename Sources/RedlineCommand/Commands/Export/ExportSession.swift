import Logging
import Redline
import RedlineAnalytics
import RedlineExport
import RedlineStorage

/// The export workflow as a command uses it, without a service.
struct ExportSession {
    let workflows: ExportWorkflows
    let intake: RecordIntake
    let reader: RecordReader

    /// Opens what an export needs, and closes it afterwards.
    ///
    /// - Throws: `CommandError` where the export is refused; what the body throws.
    static func run<Value: Sendable>(
        on database: DatabaseOptions,
        spooling: SpoolOptions,
        redacting: RedactionOptions,
        exporting: ExportOptions,
        _ body: (ExportSession) async throws -> Value
    ) async throws -> Value {
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let redaction = try await redacting.redaction(for: opened, isAway: false)
        let place = try await spooling.open(for: opened)
        if let absence = place.absence {
            place.spool.close()
            throw CommandError("the database does not answer: \(absence)")
        }
        let options = opened.options(
            statementTimeoutMilliseconds: 60_000,
            lockTimeoutMilliseconds: 10_000
        )
        let pool = opened.pool()
        let intake = RecordIntake(options, spool: place.spool, redaction: redaction)
        let reader = RecordReader(pool)
        let workflows = try exporting.workflows(
            intake: intake,
            reader: reader,
            files: DeliverableStore(pool),
            logger: Logger(label: "redline") { _ in LogLines() }
        )
        let result: Result<Value, any Error>
        do {
            result = .success(
                try await body(
                    ExportSession(workflows: workflows, intake: intake, reader: reader)
                )
            )
        } catch {
            result = .failure(translated(error))
        }
        await workflows.shutdown()
        await intake.close()
        await pool.shutdown()
        place.spool.close()
        return try result.get()
    }

    private static func translated(_ error: any Error) -> any Error {
        switch error {
        case let refusal as ExportRefusal: CommandError(text(of: refusal))
        case WorkflowLookupError.unknown: CommandError("there is no such workflow")
        case WorkflowLookupError.ambiguous:
            CommandError("several owners use this id: name one with --owner")
        default: error
        }
    }

    private static func text(of refusal: ExportRefusal) -> String {
        switch refusal {
        case .unknownWorkflow: "there is no such workflow"
        case .notStarted: "the first stage of this workflow is not recorded"
        case .incomplete(let revision):
            "revision \(revision) has no file yet: redline export --workflow makes it"
        case .outdated(let progress):
            "somebody changed the workflow meanwhile: revision \(progress.revision) is its latest"
        case .complete(let progress):
            "revision \(progress.revision) has its file, of other data or preferences: redline "
                + "regenerate makes another revision"
        case .busy, .ownerBusy: "others record stages of this workflow at this moment: try again"
        case .interrupted:
            "the database went away; what was edited is kept: the same command with --workflow "
                + "goes on from there"
        case .notRecorded: "the database refused a stage; nothing of it was recorded"
        }
    }
}
