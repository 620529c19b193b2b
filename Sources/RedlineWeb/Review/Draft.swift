import Redline

/// The data of an export as a form has them: fields to type in, and lists whose items come and go.
///
/// A place is named like a JSON Pointer in which items have names of their own, `o3` for the fourth
/// of the original and `n1` for the first new one: so that a field stays the same field when an item
/// before it is removed or moved. It is percent-encoded, because browsers change line breaks in names
/// and Swift takes names that look alike for the same.
public struct Draft: Sendable {
    /// A value to type in.
    struct Leaf: Sendable {
        /// What kind of value belongs there.
        let kind: JSONKind
        /// The value as it was, as JSON; nil for a new one.
        let original: String?
        /// Where it was in the original; nil for a new one.
        let pointer: String?
        /// What the field has.
        var text: String
        /// Whether a field can hold what was there; what is longer stays as it is.
        var isTypable = true
        /// Whether somebody has confirmed it.
        var isConfirmed = false
        /// Whether somebody has said that a text is meant where a number was.
        var isMeantAsText = false
    }

    /// An item of a list.
    struct Item: Sendable {
        let name: String
        var node: Node
    }

    /// A value of the data.
    indirect enum Node: Sendable {
        case leaf(Leaf)
        case object([(name: String, node: Node)])
        /// With what a new item is made like.
        case array([Item], sample: Node?)
    }

    var root: Node
    /// How many values there are to type in.
    let leafCount: Int

    /// The most values that a form has.
    public static let leafLimit = 2_000
    /// The most values of new items.
    static let newLeafLimit = 1_000
    /// The numbers that new items may have.
    static let newNumbers = 1...100_000

    /// A place within another one.
    static func place(of name: String, in place: String) -> String {
        "\(place)/\(Link.escaped(JSONPointer.escape(name)))"
    }

    /// The values of a node, or 1 for one without any.
    static func size(of node: Node) -> Int {
        switch node {
        case .leaf: 1
        case .object(let members): max(1, members.reduce(0) { $0 + size(of: $1.node) })
        case .array(let items, _): max(1, items.reduce(0) { $0 + size(of: $1.node) })
        }
    }

    /// The most bytes of a value that a field takes; a longer one stays as it is.
    static let textLimit = 20_000

    /// Whether a form has room for it.
    public var isEditable: Bool { leafCount <= Self.leafLimit }

    /// Takes the data that somebody is to review.
    public init(_ data: JSONView) {
        leafCount = data.leafCount
        root = leafCount <= Self.leafLimit ? Self.node(data, at: "") : .object([])
    }

    private static func node(_ value: JSONView, at pointer: String) -> Node {
        switch value.kind {
        case .object where value.count > 0:
            return .object(
                value.members.map { name, member in
                    (name, node(member, at: JSONPointer.appending(name, to: pointer)))
                }
            )
        case .array:
            let elements = value.elements
            let items = elements.enumerated().map { index, element in
                Item(name: "o\(index)", node: node(element, at: "\(pointer)/\(index)"))
            }
            return .array(items, sample: items.first.map { blank($0.node) })
        default:
            let text = text(of: value)
            return .leaf(
                Leaf(
                    kind: value.kind,
                    original: value.text,
                    pointer: pointer,
                    text: text,
                    isTypable: text.utf8.count <= textLimit
                )
            )
        }
    }

    /// A new value like another: of the same kinds and without content.
    private static func blank(_ node: Node) -> Node {
        switch node {
        case .leaf(let leaf):
            .leaf(Leaf(kind: leaf.kind, original: nil, pointer: nil, text: ""))
        case .object(let members): .object(members.map { ($0.name, blank($0.node)) })
        case .array(_, let sample): .array([], sample: sample)
        }
    }

    /// A value as a field shows it.
    static func text(of value: JSONView) -> String {
        switch value.kind {
        case .null: ""
        case .string: Self.asTyped(value.string ?? "")
        default: value.text
        }
    }

    /// A text with the line breaks that a browser makes of all.
    static func asTyped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        var result = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                result.append("\n")
            } else if !(wasReturn && scalar == "\n") {
                result.append(scalar)
            }
            wasReturn = scalar == "\r"
        }
        return String(result)
    }
}

extension Draft.Leaf {
    /// Whether nothing was typed in its place.
    var isUnchanged: Bool {
        guard let original, let document = try? JSONDocument(parsing: original) else {
            return false
        }
        return Array(Draft.text(of: document.root).utf8) == Array(text.utf8)
    }
}
