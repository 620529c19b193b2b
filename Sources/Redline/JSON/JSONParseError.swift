/// Why a text was not taken as JSON.
public struct JSONParseError: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Kind: Sendable {
        /// The text is not JSON (RFC 8259) in UTF-8.
        case syntax
        /// The text is JSON, but exceeds a documented limit or holds what cannot be stored.
        case limit
        /// The text has more bytes than a record may have.
        case tooLarge
    }

    /// Whether the text is malformed or beyond a limit.
    public let kind: Kind
    /// What is wrong, for people; never any of the text itself.
    public let reason: String
    /// Where it was noticed, in bytes from the start of the text.
    public let offset: Int

    /// Creates an error.
    public init(_ kind: Kind, _ reason: String, at offset: Int) {
        self.kind = kind
        self.reason = reason
        self.offset = offset
    }
}

extension JSONParseError: CustomStringConvertible {
    /// The reason and the place.
    public var description: String {
        "\(reason) (byte \(offset))"
    }
}
