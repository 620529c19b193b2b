import HTTPTypes
import Hummingbird
import Redline
import RedlineStorage

/// The routes by which records come in.
struct RecordingRoutes: Sendable {
    let intake: RecordIntake
    let idempotency: IdempotencyKeys

    private static let writers: RouteAccess = .roles([.recorder, .owner])
    /// The most bytes of a body of many records.
    static let bulkLimit = 64 * 1024 * 1024

    /// The refused lines of a body that the answer names.
    static let namedRejections = 1_000

    var routes: [Route] {
        [
            stageRoute("/api/v1/exports", .initialAISummary, "Record stage 1 of an export."),
            stageRoute(
                "/api/v1/exports/{id}/modifications",
                .userModifications,
                "Record stage 2: what a person changed."
            ),
            stageRoute(
                "/api/v1/exports/{id}/deliverable",
                .finalSummaryAndDeliverable,
                "Record stage 3: the final summary and the file."
            ),
            stageRoute(
                "/api/v1/exports/{id}/feedback",
                .userFeedback,
                "Record feedback on an export."
            ),
            Route(
                method: .post,
                path: "/api/v1/interactions",
                summary: "Record one interaction.",
                access: Self.writers,
                body: .record("Interaction"),
                answers: [
                    .json(.created, "InteractionReceipt"),
                    .json(.accepted, "InteractionReceipt"),
                ],
                isBrief: true
            ) { request in
                let context = RecordContext(owner: request.principal.owner, isInteraction: true)
                let prepared = try await prepare(request, context)
                return try RecordAnswer.interaction(await record(prepared, request))
            },
            Route(
                method: .post,
                path: "/api/v1/records",
                summary: "Record many: NDJSON of stages and interactions, a record a line.",
                access: Self.writers,
                body: RouteBody(
                    mediaType: "application/x-ndjson",
                    schema: "Records",
                    limit: Self.bulkLimit
                ),
                answers: [.json(.ok, "RecordsTally"), .json(.accepted, "RecordsTally")],
                handle: records
            ),
        ]
    }

    private func stageRoute(_ path: String, _ stage: ExportStage, _ summary: String) -> Route {
        Route(
            method: .post,
            path: path,
            summary: summary,
            access: Self.writers,
            body: .record(stage.schema),
            answers: [.json(.created, "StageReceipt"), .json(.accepted, "StageReceipt")]
        ) { request in
            var context = RecordContext(owner: request.principal.owner, stage: stage)
            if stage != .initialAISummary { context.workflowID = try request.workflowID() }
            var prepared = try await prepare(request, context)
            prepared.requiresWorkflow = stage != .initialAISummary
            return try RecordAnswer.stage(prepared, await record(prepared, request))
        }
    }

    /// Parses, validates and measures a record, and fixes its id and its time.
    func prepare(_ request: RouteRequest, _ context: RecordContext) async throws -> PreparedRecord {
        let document = try JSONDocument(parsing: request.body)
        var prepared = try intake.prepare(document, context)
        guard let key = try request.idempotencyKey else { return prepared }
        guard let owner = prepared.record.owner else { return prepared }
        let mine = IdempotentAcceptance(
            recordID: prepared.recordID,
            acceptedAt: prepared.acceptedAt,
            digest: prepared.digest.bytes
        )
        prepared.idempotencyKey = key
        let first = try await firstAcceptance(key, of: owner, mine)
        // Another workflow's path is another record, even with the same content.
        let isSameRecord = context.workflowID == nil || first.recordID == mine.recordID
        guard first.digest == mine.digest, isSameRecord else {
            throw Problem.conflict("this Idempotency-Key came with other content before")
        }
        prepared.adopt(recordID: first.recordID, acceptedAt: first.acceptedAt)
        return prepared
    }

    /// What the first request with a key fixed; while the database is away the spool says so, and
    /// what comes into it claims its key when its turn comes.
    private func firstAcceptance(
        _ key: String,
        of owner: Owner,
        _ mine: IdempotentAcceptance
    ) async throws -> IdempotentAcceptance {
        if let waiting = try await intake.spool.acceptance(key, of: owner) { return waiting }
        guard !intake.presence.isAway else { return mine }
        do {
            return try await withPatience(DurableWriter.standardPatience) { [idempotency] in
                try await idempotency.claim(key, of: owner, mine)
            }
        } catch let error where error.isOfAbsence {
            return mine
        }
    }

    /// Records a record; into the spool where the sender does not want to wait for the database.
    func record(_ prepared: PreparedRecord, _ request: RouteRequest) async throws -> RecordOutcome {
        RequestWishes(request.headers).isAsync
            ? try await intake.spooler.record(prepared) : try await intake.record(prepared)
    }

    private func records(_ request: RouteRequest) async throws -> Response {
        var rejections: [Ingest.Rejection] = []
        let ingest = intake.ingest(RecordContext(owner: request.principal.owner))
        let tally = try await ingest.run(body: request.body) { rejection in
            // The tally counts them all; an answer of their number could be larger than the body.
            if rejections.count < Self.namedRejections { rejections.append(rejection) }
        }
        return .json(tally.spooled > 0 ? .accepted : .ok) { json in
            json.beginObject()
            json.name("accepted")
            json.integer(tally.accepted)
            if tally.spooled > 0 {
                json.name("durable")
                json.string("spooled")
                json.name("spooled")
                json.integer(tally.spooled)
            }
            if tally.measuredLater > 0 {
                json.name("measured_later")
                json.integer(tally.measuredLater)
            }
            json.name("duplicates")
            json.integer(tally.duplicates)
            json.name("rejected")
            json.integer(tally.rejected)
            json.name("errors")
            json.beginArray()
            for rejection in rejections {
                json.beginObject()
                json.name("line")
                json.integer(rejection.line)
                json.name("detail")
                json.string(rejection.reason)
                json.name("errors")
                json.faults(rejection.faults)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
    }
}

extension RouteRequest {
    /// The header `Idempotency-Key`.
    var idempotencyKey: String? {
        get throws {
            guard let key = headers[.idempotencyKey] else { return nil }
            guard (1...255).contains(key.unicodeScalars.count), key.isAsSent else {
                throw Problem.badParameter(
                    "Idempotency-Key must have 1 to 255 characters, in UTF-8",
                    "Idempotency-Key"
                )
            }
            return key
        }
    }
}

extension ExportStage {
    /// The stage's schema in `/openapi.json`.
    var schema: String {
        switch self {
        case .initialAISummary: "InitialAISummary"
        case .userModifications: "UserModifications"
        case .finalSummaryAndDeliverable: "FinalSummaryAndDeliverable"
        case .userFeedback: "UserFeedback"
        }
    }
}
