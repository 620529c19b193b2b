import Redline

/// A field that a statement was taken from.
public struct FieldReference: Hashable, Sendable {
    /// Where the field is.
    public enum Origin: String, Sendable {
        /// In the document's data: the extracted ones, or those that a person has changed.
        case data
        /// In the data before a person changed them.
        case originalData = "original_data"
        /// Among the confidences of single fields.
        case fieldConfidence = "field_confidence"
        /// In what is known of the document's source.
        case source
    }

    /// Where the field is.
    public let origin: Origin
    /// Its JSON Pointer from there.
    public let pointer: String

    /// Names a field.
    public init(_ origin: Origin, _ pointer: String) {
        self.origin = origin
        self.pointer = pointer
    }

    /// Whether both name the same field: names that merely look alike are two.
    public static func == (a: FieldReference, b: FieldReference) -> Bool {
        a.origin == b.origin && ExactText(a.pointer) == ExactText(b.pointer)
    }

    /// Takes the field into a hash.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(origin)
        ExactText(pointer).hash(into: &hasher)
    }
}

extension FieldReference: CustomStringConvertible {
    /// Both in one, as `data/total` or `field_confidence/~1total`.
    public var description: String { "\(origin.rawValue)\(pointer)" }
}
