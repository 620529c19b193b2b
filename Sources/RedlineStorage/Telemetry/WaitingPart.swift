import Redline
import RedlinePostgres

/// A part of a trace that waits for the others.
public struct WaitingPart: Sendable {
    /// By what it is known.
    public struct Key: Hashable, Sendable {
        /// Whose it is.
        public let owner: Owner
        /// Its trace.
        public let traceID: String
        /// Its id within the trace.
        public let partID: String

        /// Creates a key.
        public init(owner: Owner, traceID: String, partID: String) {
            self.owner = owner
            self.traceID = traceID
            self.partID = partID
        }

        init?(_ row: Row) throws(PostgresError) {
            guard let name = try row["owner"].string, let owner = Owner(name),
                let traceID = try row["trace_id"].string, let partID = try row["part_id"].string
            else { return nil }
            self.init(owner: owner, traceID: traceID, partID: partID)
        }
    }

    /// By what it is known.
    public let key: Key
    /// What it says, in JSON.
    public let body: [UInt8]

    /// Creates a part.
    public init(key: Key, body: [UInt8]) {
        self.key = key
        self.body = body
    }
}

/// What waits of a trace.
public struct WaitingTrace: Sendable {
    /// By what it is known.
    public struct Key: Hashable, Sendable {
        /// Whose it is.
        public let owner: Owner
        /// Its id.
        public let traceID: String

        /// Creates a key.
        public init(owner: Owner, traceID: String) {
            self.owner = owner
            self.traceID = traceID
        }

        /// The trace of a part.
        public init(_ part: WaitingPart.Key) {
            self.init(owner: part.owner, traceID: part.traceID)
        }

        init?(_ row: Row) throws(PostgresError) {
            guard let name = try row["owner"].string, let owner = Owner(name),
                let traceID = try row["trace_id"].string
            else { return nil }
            self.init(owner: owner, traceID: traceID)
        }
    }

    /// By what it is known.
    public let key: Key
    /// Its parts; none where more wait than were to be read.
    public private(set) var parts: [WaitingPart] = []
    /// When the first of them came.
    public private(set) var earliest: Timestamp
    /// When the last of them came.
    public private(set) var latest: Timestamp
    /// Whether more wait than were to be read.
    public internal(set) var isTooLong = false

    /// Whether a part of it waits longer than one that comes now.
    var isPostponed = false

    init(_ key: Key, since recordedAt: Timestamp) {
        self.key = key
        earliest = recordedAt
        latest = recordedAt
    }

    mutating func add(_ part: WaitingPart, _ recordedAt: Timestamp) {
        parts.append(part)
        earliest = min(earliest, recordedAt)
        latest = max(latest, recordedAt)
    }
}
