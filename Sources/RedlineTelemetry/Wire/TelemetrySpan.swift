/// Attributes by their names; of two with one name the last counts.
typealias TelemetryAttributes = [String: TelemetryValue]

/// A span as OTLP brings it, in whichever encoding.
struct TelemetrySpan: Sendable {
    /// 32 hexadecimal digits.
    var traceID: String
    /// 16 hexadecimal digits.
    var spanID: String
    /// The span that it is part of; nil for the first one of a trace.
    var parentID: String?
    /// Whether its parent is in another process, of which redline may never hear.
    var isParentRemote = false
    var name: String
    /// In nanoseconds since 1970, as its end.
    var start: Int64
    var end: Int64
    var attributes: TelemetryAttributes
    var events: [TelemetryEvent] = []
    var hasFailed = false
    var statusMessage = ""
}

/// An event of a span, or a log record.
struct TelemetryEvent: Sendable {
    var name: String
    /// In nanoseconds since 1970.
    var time: Int64
    var attributes: TelemetryAttributes
    var body: TelemetryValue = .none
    /// The trace and the span that a log record belongs to; empty where it belongs to none.
    var traceID = ""
    var spanID = ""
}

/// What one request brings.
struct TelemetryBatch: Sendable {
    /// A span or a log record.
    enum Item: Sendable {
        case span(TelemetrySpan)
        case log(TelemetryEvent)
        /// One that cannot be what it says it is, and why.
        case broken(String)
    }

    /// An item with what is said of the process that it comes from.
    struct Entry: Sendable {
        let item: Item
        let resource: TelemetryAttributes
    }

    var entries: [Entry] = []
}

/// Why a request is refused as a whole.
public enum TelemetryError: Error, Equatable {
    /// The body cannot be read in the encoding that it says it has.
    case malformed(String)
    /// The body holds more spans or log records than one request may.
    case tooMany(limit: Int)
    /// The body's type is none that redline reads.
    case unsupportedType
    /// So much waits for the rest of its trace that no more may: of an owner, or of all.
    case tooMuchWaits(ofOwner: Bool)
}

extension TelemetryError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .malformed(let reason): "the body cannot be read: \(reason)"
        case .tooMany(let limit):
            "the request has more than \(limit) spans or log records; send smaller batches"
        case .unsupportedType: "send application/x-protobuf or application/json"
        case .tooMuchWaits(ofOwner: true):
            "too much of an owner's waits for the rest of its traces; send it again in a while"
        case .tooMuchWaits(ofOwner: false):
            "too much waits for the rest of its traces; send it again in a while"
        }
    }
}
