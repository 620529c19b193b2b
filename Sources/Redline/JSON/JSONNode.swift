/// The kinds of JSON value.
public enum JSONKind: UInt8, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean
    /// A number, of any size and precision that the limits allow.
    case number
    /// A string.
    case string
    /// An array.
    case array
    /// An object.
    case object
}

/// One value (or member name) on the tape of a parsed document.
///
/// A container is followed by its contents and `next` jumps over them; an object's contents are
/// member name, value, member name, value and so on. The same struct serves all kinds, so that a
/// document is two flat arrays, whatever its shape.
struct JSONNode {
    /// What the node is; a member name is a string.
    var kind: JSONKind
    /// For a boolean, its value; for a member name, whether a later member of the same name
    /// replaces it.
    var flag = false
    /// The extent of the value's text in the source.
    var start: UInt32
    var end: UInt32
    /// For a string, the extent of its unescaped bytes in the document's storage.
    ///
    /// For a container, the number of its elements or members, and the leaves below it.
    var first: UInt32 = 0
    var second: UInt32 = 0
    /// The index of the node after this one and all that it contains.
    var next: UInt32
    /// Equal for equal values: numbers by value, strings unescaped, members in any order.
    var hash: UInt64 = 0
}

extension JSONNode {
    /// Whether the value is a scalar or an empty container.
    @inline(__always)
    var isLeaf: Bool {
        switch kind {
        case .array, .object: first == 0
        default: true
        }
    }

    /// The leaves of this value: 1 for a scalar or an empty container.
    @inline(__always)
    var leaves: UInt32 {
        switch kind {
        case .array, .object: first == 0 ? 1 : second
        default: 1
        }
    }
}
