import Foundation
import GRDB
import Redline

/// A record that waits in the spool, with all that was fixed when it was accepted, so that writing
/// it later cannot give another record.
struct SpoolEntry: Sendable {
    /// Its place in the order of arrival; nil before it is in the spool.
    let sequence: Int64?
    let acceptedAt: Timestamp
    /// `interaction`, or the name of the stage.
    let kind: String
    let owner: Owner?
    /// The id of the workflow or of the interaction.
    let recordID: String
    let isIDMade: Bool
    let requiresWorkflow: Bool
    /// By what a retry is known, where its sender said so.
    let idempotencyKey: String?
    /// The record as it was sent.
    let body: [UInt8]

    static let interaction = "interaction"

    init(_ prepared: PreparedRecord) {
        sequence = nil
        acceptedAt = prepared.acceptedAt
        owner = prepared.record.owner
        recordID = prepared.recordID
        isIDMade = prepared.isIDMade
        requiresWorkflow = prepared.requiresWorkflow
        idempotencyKey = prepared.idempotencyKey
        switch prepared.record {
        case .interaction(let interaction):
            kind = Self.interaction
            body = interaction.document.withSourceBytes { Array($0) }
        case .stage(let stage):
            kind = stage.stage.name
            body = stage.document.withSourceBytes { Array($0) }
        }
    }

    init(_ row: Row) {
        sequence = row["sequence"]
        acceptedAt = Timestamp(microseconds: row["accepted_at"])
        kind = row["kind"]
        owner = (row["owner"] as String?).flatMap { Owner($0) }
        recordID = row["record_id"]
        isIDMade = row["is_id_made"]
        requiresWorkflow = row["requires_workflow"]
        idempotencyKey = row["idempotency_key"]
        body = [UInt8](row["body"] as Data)
    }

    /// The record, ready to be written.
    ///
    /// - Throws: `JSONParseError` or `RecordFaults` where a later version of redline has stricter
    ///   rules than the one that accepted it.
    func prepared() throws -> PreparedRecord {
        var context = RecordContext(owner: owner)
        if kind == Self.interaction {
            context.isInteraction = true
        } else {
            context.stage = ExportStage(name: kind)
            context.workflowID = WorkflowID(recordID)
        }
        let record = try Record(try JSONDocument(parsing: body), context: context)
        var prepared = try PreparedRecord(record, acceptedAt: acceptedAt)
        prepared.adopt(recordID: recordID, acceptedAt: acceptedAt)
        prepared.isIDMade = isIDMade
        prepared.requiresWorkflow = requiresWorkflow
        prepared.idempotencyKey = idempotencyKey
        return prepared
    }

    /// What its sender is told of a record that waits; how far its workflow has come nobody knows
    /// yet.
    func receipt(_ prepared: PreparedRecord) -> RecordReceipt {
        let time: Timestamp?
        let stage: ExportStage?
        let revision: Int
        switch prepared.record {
        case .interaction(let interaction):
            (time, stage, revision) = (interaction.timestamp, nil, 1)
        case .stage(let record):
            (time, stage, revision) = (record.timestamp, record.stage, record.revision)
        }
        return RecordReceipt(
            owner: owner,
            id: recordID,
            stage: stage,
            status: nil,
            revision: revision,
            occurredAt: time ?? acceptedAt,
            expiresAt: nil,
            isMeasuredLater: prepared.isMeasuredLater
        )
    }
}
