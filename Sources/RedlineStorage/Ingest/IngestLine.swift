import Redline

/// What a line of NDJSON turned out to be.
enum IngestLine {
    /// A valid record, measured.
    case record(PreparedRecord, IngestOrigin)
    /// A line that is refused.
    case refused(Ingest.Rejection)
    /// A line of white space between records.
    case blank

    init(
        _ line: LineReaderResult,
        _ number: Int,
        _ context: RecordContext,
        _ redaction: RecordRedaction?
    ) {
        guard case .line(let bytes) = line else {
            let fault = RecordFault("", "more than \(JSONLimits.record.bytes) bytes")
            self = .refused(Ingest.Rejection(number, RecordFaults([fault]), []))
            return
        }
        guard bytes.contains(where: { $0 > 0x20 }) else {
            self = .blank
            return
        }
        do throws(JSONParseError) {
            let document = try JSONDocument(parsing: bytes)
            do throws(RecordFaults) {
                let prepared = try PreparedRecord(
                    document,
                    context: context,
                    acceptedAt: .now,
                    redaction: redaction
                )
                self = .record(prepared, IngestOrigin(line: number, document: document))
            } catch {
                self = .refused(Ingest.Rejection(number, error, Array(bytes)))
            }
        } catch {
            self = .refused(Ingest.Rejection(number, RecordFaults(error), Array(bytes)))
        }
    }
}

/// Where a record came from.
struct IngestOrigin: Sendable {
    /// The number of its line, from 1.
    let line: Int
    let document: JSONDocument

    /// The bytes of its line.
    var text: [UInt8] { document.withSourceBytes { Array($0) } }
}

extension Ingest.Rejection {
    init(_ line: Int, _ faults: RecordFaults, _ text: [UInt8]) {
        self.init(line: line, reason: "\(faults)", faults: faults.faults, text: text)
    }

    /// What is wrong with a record that was not stored; nil for one that is.
    init?(_ outcome: RecordOutcome, _ origin: IngestOrigin) {
        switch outcome {
        case .recorded, .duplicate, .spooled:
            return nil
        case .refused(let faults):
            self.init(origin.line, faults, origin.text)
        case .conflict(let id):
            let reason = "another record with the id \(id) is stored already"
            self.init(line: origin.line, reason: reason, faults: [], text: origin.text)
        case .ownerErased(let isUnderWay):
            let reason = RecordOutcome.reasonOfErasure(isUnderWay: isUnderWay)
            self.init(line: origin.line, reason: reason, faults: [], text: origin.text)
        case .unknownWorkflow(let id):
            let reason = "there is no workflow \(id)"
            self.init(line: origin.line, reason: reason, faults: [], text: origin.text)
        }
    }
}
