/// A leaf of a JSON document: a scalar, or an object or array without content.
///
/// Two leaves are equal when they have the same JSON type and the same value: numbers by value (`1`
/// equals `1.0`), strings by code point (`é` as one code point does not equal `e` with a combining
/// accent).
public enum JSONLeaf: Hashable, Sendable {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number, exact.
    case number(DecimalNumber)
    /// A string.
    case string(String)
    /// `{}`.
    case emptyObject
    /// `[]`.
    case emptyArray

    /// Whether both leaves have the same JSON type, whatever their values.
    public func hasSameType(as other: JSONLeaf) -> Bool {
        ordinal == other.ordinal
    }

    /// Whether both leaves have the same JSON type and value.
    public static func == (left: JSONLeaf, right: JSONLeaf) -> Bool {
        switch (left, right) {
        case (.boolean(let one), .boolean(let other)):
            one == other
        case (.number(let one), .number(let other)):
            one == other
        case (.string(let one), .string(let other)):
            one.utf8.elementsEqual(other.utf8)
        default:
            left.ordinal == right.ordinal
        }
    }

    /// Feeds the JSON type and the value to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ordinal)
        switch self {
        case .boolean(let value):
            hasher.combine(value)
        case .number(let value):
            hasher.combine(value)
        case .string(let value):
            var text = value
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .null, .emptyObject, .emptyArray:
            break
        }
    }

    private var ordinal: Int {
        switch self {
        case .null: 0
        case .boolean: 1
        case .number: 2
        case .string: 3
        case .emptyObject: 4
        case .emptyArray: 5
        }
    }
}
