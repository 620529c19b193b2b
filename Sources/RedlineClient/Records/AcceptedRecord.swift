import Foundation
import Redline

/// A record whose id, owner and time are fixed, so that sending it again cannot give another one.
public struct AcceptedRecord: Sendable {
    /// The id of the workflow or of the interaction.
    public let id: String
    /// The record on one line of NDJSON, without its end.
    public let line: [UInt8]

    /// A record that was accepted before.
    init(id: String, line: [UInt8]) {
        self.id = id
        self.line = line
    }

    /// When a record that tells no time is given one.
    public enum FixedTime: Sendable {
        /// Always: it may go out long after it was accepted.
        case always
        /// Only together with an id: one that has an id is known by it, also when it is sent again
        /// by somebody else at another time.
        case withNewID
    }

    /// Takes a record as it was sent, and adds what it lacks.
    ///
    /// - Throws: `RecordFaults` with every rule that the record breaks.
    public init(
        _ document: JSONDocument,
        owner: Owner? = nil,
        fixing: FixedTime = .always
    ) throws(RecordFaults) {
        var context = RecordContext(owner: owner)
        context.isOwnerFallback = true
        try self.init(try Record(document, context: context), fixing: fixing)
    }

    /// Takes a valid record, and adds what it lacks.
    ///
    /// - Throws: `RecordFaults` where it is larger than a record may be with that.
    public init(_ record: Record, fixing: FixedTime = .always) throws(RecordFaults) {
        let now = Timestamp.ofTheClock
        var missing: [(name: String, text: String)] = []
        let document: JSONDocument
        switch record {
        case .interaction(let interaction):
            document = interaction.document
            id = interaction.interactionID ?? Self.newID(at: interaction.timestamp ?? now)
            if interaction.interactionID == nil { missing.append(("interaction_id", id)) }
            if interaction.timestamp == nil, fixing == .always || !missing.isEmpty {
                missing.append(("timestamp", "\(now)"))
            }
            Self.addOwner("user_id", interaction.owner, document, &missing)
        case .stage(let stage):
            document = stage.document
            var random = SystemRandomNumberGenerator()
            id = "\(stage.workflowID ?? WorkflowID(at: stage.timestamp ?? now, using: &random))"
            if stage.workflowID == nil { missing.append(("export_workflow_id", id)) }
            if stage.timestamp == nil, fixing == .always || !missing.isEmpty {
                missing.append(("timestamp", "\(now)"))
            }
            if let owner = stage.owner {
                Self.addOwner("owner_email", owner, document, &missing)
            }
        }
        line = Self.line(document, adding: missing)
        guard line.count <= JSONLimits.record.bytes else {
            let fault = RecordFault("", "more than \(JSONLimits.record.bytes) bytes")
            throw RecordFaults([fault], kind: .tooLarge)
        }
    }

    private static func addOwner(
        _ name: String,
        _ owner: Owner,
        _ document: JSONDocument,
        _ missing: inout [(name: String, text: String)]
    ) {
        let named = document.root[name]
        if named == nil || named?.kind == .null { missing.append((name, owner.name)) }
    }

    /// As the service makes them, with a suffix by chance: two of one microsecond are two.
    private static func newID(at time: Timestamp) -> String {
        let digits = String(UInt32.random(in: 0...UInt32.max), radix: 16)
        let zeros = String(repeating: "0", count: 8 - digits.count)
        return "INT_\(time.compactSpelling)_\(zeros)\(digits)"
    }

    private static func line(
        _ document: JSONDocument,
        adding missing: [(name: String, text: String)]
    ) -> [UInt8] {
        // Within valid JSON line ends are white space, and NDJSON cannot have them.
        func onOneLine(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
            bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
        }
        guard !missing.isEmpty else { return document.withSourceBytes(onOneLine) }
        var json = JSONWriter()
        json.beginObject()
        for (name, text) in missing {
            json.name(name)
            json.string(text)
        }
        let added = Set(missing.map(\.name))
        for (name, value) in document.root.members where !added.contains(name) {
            json.name(name)
            json.raw(value.withTextBytes(onOneLine))
        }
        json.endObject()
        return json.bytes
    }
}

extension Timestamp {
    /// The clock's time.
    static var ofTheClock: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
