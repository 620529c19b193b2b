/// One rule that a record breaks, and where.
public struct RecordFault: Error, Hashable, Sendable {
    /// The JSON Pointer of the member at fault; empty for the record as a whole.
    public let pointer: String
    /// What the rule asks for, for people; never the record's content.
    public let detail: String

    /// Creates a fault.
    public init(_ pointer: String, _ detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}

/// Why a record was refused: each rule that it breaks.
public struct RecordFaults: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Kind: Sendable {
        /// The text is not JSON.
        case malformed
        /// The record breaks rules.
        case invalid
        /// The record is larger than a record may be.
        case tooLarge
    }

    /// What kind of refusal it is.
    public let kind: Kind
    /// The faults, in the order in which they were found.
    public let faults: [RecordFault]

    /// Creates a refusal.
    public init(_ faults: [RecordFault], kind: Kind = .invalid) {
        self.kind = kind
        self.faults = faults
    }

    /// The refusal of a text that is not JSON or exceeds a limit.
    public init(_ error: JSONParseError) {
        let detail = "\(error)"
        switch error.kind {
        case .syntax: self.init([RecordFault("", "not JSON: \(detail)")], kind: .malformed)
        case .limit: self.init([RecordFault("", "beyond a limit: \(detail)")])
        case .tooLarge: self.init([RecordFault("", "too large: \(detail)")], kind: .tooLarge)
        }
    }
}

extension RecordFaults: CustomStringConvertible {
    /// The faults on one line.
    public var description: String {
        faults.map { $0.pointer.isEmpty ? $0.detail : "\($0.pointer): \($0.detail)" }
            .joined(separator: "; ")
    }
}
