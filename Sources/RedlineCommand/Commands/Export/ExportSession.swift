import Logging
import Redline
import RedlineAnalytics
import RedlineExport
import RedlineStorage

/// The export workflow as a command uses it, without a service.
struct ExportSession: ExportDesk {
    let workflows: ExportWorkflows
    let intake: RecordIntake
    let reader: RecordReader
    let owner: Owner

    private var access: ReadAccess { .owner(owner) }
    private var actor: AuditActor { .operatingSystemUser }

    func begin(_ document: JSONDocument, as id: DocumentID) async throws -> BegunExport {
        let extracted = try intake.document(document, id: id, RecordContext(owner: owner))
        let time = Timestamp.now
        var random = SystemRandomNumberGenerator()
        let started = try await workflows.start(
            extracted,
            as: WorkflowID(at: time, using: &random),
            at: time,
            access: access,
            by: actor
        )
        return try BegunExport(started, documentID: id.text)
    }

    func begun(_ id: WorkflowID) async throws -> BegunExport {
        try BegunExport(try await workflows.started(id, as: access, by: actor), documentID: "")
    }

    func finish(_ review: [UInt8], of export: BegunExport) async throws -> FinishedExport {
        try await workflows.finish(
            ExportReview(JSONDocument(parsing: review), context: RecordContext(owner: owner)),
            export.workflowID,
            .review,
            as: access,
            by: actor
        )
    }

    func regenerate(_ review: [UInt8], of id: WorkflowID) async throws -> FinishedExport {
        try await workflows.finish(
            ExportReview(
                JSONDocument(parsing: review),
                context: RecordContext(owner: owner, workflowID: id)
            ),
            id,
            .anew,
            as: access,
            by: actor
        )
    }

    func detail(of id: WorkflowID) async throws -> WorkflowDetail {
        try await reader.workflow(id, as: access, by: actor)
    }

    /// Opens what an export needs, and closes it afterwards.
    ///
    /// - Throws: `CommandError` where the export is refused; what the body throws.
    static func run<Value: Sendable>(
        for owner: Owner,
        on database: DatabaseOptions,
        spooling: SpoolOptions,
        redacting: RedactionOptions,
        exporting: ExportOptions,
        _ body: (any ExportDesk) async throws -> Value
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
        let folder = try await exporting.keeping.place.claimed(pool)
        let workflows = try exporting.workflows(
            intake: intake,
            reader: reader,
            files: exporting.keeping.store(pool, folder),
            logger: Logger(label: "redline") { _ in LogLines() }
        )
        let result: Result<Value, any Error>
        do {
            result = .success(
                try await body(
                    ExportSession(
                        workflows: workflows,
                        intake: intake,
                        reader: reader,
                        owner: owner
                    )
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
        case let error as FilesFolderError where error.isLoss:
            CommandError("\(error): redline regenerate with --revision makes another one")
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

extension BegunExport {
    fileprivate init(_ started: StartedExport, documentID: String) throws {
        self.init(
            workflowID: started.workflowID,
            documentID: documentID,
            model: started.metadata?["ai_model"]?.string,
            summary: started.summary?["executive_summary"]?.string,
            extractedData: try started.extractedData.map { try JSONDocument(parsing: $0.text) },
            waiting: started.isWaiting
                ? "the database went away: the first stage waits in the spool, and redline spool "
                    + "drain puts it in; then --workflow \(started.workflowID) goes on"
                : nil
        )
    }
}
