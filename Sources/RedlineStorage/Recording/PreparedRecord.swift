import Redline

/// A valid record with all that is measured of it, ready to be written.
///
/// Its id and its times are fixed here, when it is accepted: writing it again cannot give another
/// record. Preparing is pure and may run anywhere; it is where the work of a record is done.
public struct PreparedRecord: Sendable {
    /// The record.
    public internal(set) var record: Record
    /// By what the same record is known when it comes again.
    public let digest: RecordDigest
    /// When it was accepted.
    public private(set) var acceptedAt: Timestamp
    /// What is measured of a stage; nil for an interaction.
    let measures: StageMeasures?
    /// The comparison of original and modified data (stage 2).
    public var comparison: Comparison? { measures?.comparison }
    /// Whether its comparison takes too long for now, and is made once the record is stored.
    public let isMeasuredLater: Bool
    /// The id of an interaction, made where the record has none.
    public internal(set) var interactionID: String = ""
    /// Whether the interaction's id was made here.
    var isIDMade = false
    /// Whether the workflow must be known already, as where its id stands in a path.
    public var requiresWorkflow = false
    /// By what a retry is known, where its sender said so.
    public var idempotencyKey: String?

    /// The furthest that a record's time may lie ahead of the clock: a day.
    public static let aheadLimit = 1
    /// The furthest that a record's time may lie back, in days: as long as roll-ups are kept.
    public static let backLimit = 400

    /// Takes a parsed text as a record, replaces personal data in it where that is asked for, and
    /// measures what is left: the one door by which records come in.
    ///
    /// - Throws: `RecordFaults` with every rule that the record breaks.
    public init(
        _ document: JSONDocument,
        context: RecordContext = RecordContext(),
        acceptedAt: Timestamp,
        redaction: RecordRedaction?
    ) throws(RecordFaults) {
        var record = try Record(document, context: context)
        // Whatever is known of the record from here on is known of its redacted text: its digest, its
        // measures, and what is spooled.
        if let text = redaction?.redacted(record) {
            record = try Record(try RecordRedaction.parse(text), context: context)
        }
        try self.init(record, acceptedAt: acceptedAt)
    }

    /// Measures a record.
    ///
    /// - Throws: `RecordFaults` where its time lies too far off.
    init(_ record: Record, acceptedAt: Timestamp) throws(RecordFaults) {
        try self.init(record, acceptedAt: acceptedAt, atOnce: .atOnceLimit)
    }

    /// Measures a record, unless that is more work than may be done at once.
    init(
        _ record: Record,
        acceptedAt: Timestamp,
        atOnce: MeasuringWork
    ) throws(RecordFaults) {
        self.acceptedAt = acceptedAt
        var record = record
        switch record {
        case .stage(var stage):
            try Self.check(stage.timestamp, against: acceptedAt)
            if stage.workflowID == nil {
                var random = SystemRandomNumberGenerator()
                let start = stage.timestamp ?? acceptedAt
                stage.workflowID = WorkflowID(at: start, using: &random)
                record = .stage(stage)
            }
            digest = RecordDigest(of: stage)
            isMeasuredLater = stage.facts.comparing > atOnce
            measures = isMeasuredLater ? nil : StageMeasures(stage.facts)
        case .interaction(let interaction):
            try Self.check(interaction.timestamp, against: acceptedAt)
            digest = RecordDigest(of: interaction)
            isMeasuredLater = false
            measures = nil
            isIDMade = interaction.interactionID == nil
            interactionID =
                interaction.interactionID
                ?? InteractionID.make(at: interaction.timestamp ?? acceptedAt)
        }
        self.record = record
    }

    private static func check(
        _ timestamp: Timestamp?,
        against now: Timestamp
    ) throws(RecordFaults) {
        guard let timestamp else { return }
        if timestamp > now.adding(days: aheadLimit) {
            throw RecordFaults([
                RecordFault("/timestamp", "lies more than \(aheadLimit) day in the future")
            ])
        }
        if timestamp < now.adding(days: -backLimit) {
            throw RecordFaults([
                RecordFault("/timestamp", "lies more than \(backLimit) days back")
            ])
        }
    }

    /// The id of the workflow or of the interaction.
    public var recordID: String {
        switch record {
        case .stage(let stage): stage.workflowID.map { "\($0)" } ?? ""
        case .interaction: interactionID
        }
    }

    /// The size of the record as it was sent.
    var byteCount: Int {
        switch record {
        case .stage(let stage): stage.document.withSourceBytes(\.count)
        case .interaction(let interaction): interaction.document.withSourceBytes(\.count)
        }
    }

    /// Takes on the id and the time that an earlier request fixed for the same record.
    public mutating func adopt(recordID: String, acceptedAt: Timestamp) {
        self.acceptedAt = acceptedAt
        switch record {
        case .stage(var stage):
            stage.workflowID = WorkflowID(recordID) ?? stage.workflowID
            record = .stage(stage)
        case .interaction:
            interactionID = recordID
        }
    }

    /// Gives a stage to an owner, where neither it nor its sender said whose it is.
    mutating func assign(_ owner: Owner) {
        guard case .stage(var stage) = record else { return }
        stage.owner = owner
        record = .stage(stage)
    }
}
