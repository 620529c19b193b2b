/// Numbers by which equal values in the same field are known: one of field name and value, for each
/// leaf that is a scalar and not too long.
///
/// Values are equal as in the comparison: numbers by value, strings by code point, and the types
/// are kept apart. The numbers are stored, and the same in every process.
public struct LeafKeys {
    /// The longest value that has a number, in bytes of UTF-8.
    public static let byteLimit = 200

    /// The numbers of a document's leaves, in document order.
    public private(set) var keys: [Int64] = []
    private let document: JSONDocument

    /// Numbers the leaves of a document.
    public init(leavesOf root: JSONView) {
        document = root.document
        guard !root.isLeaf else { return }
        keys.reserveCapacity(root.leafCount)
        visit(root.index, StableHash())
    }

    /// The number of one leaf; nil for an empty container and a value that is too long.
    public static func key(of leaf: JSONView, field: String) -> Int64? {
        var hash = StableHash()
        hash.add(field.utf8)
        return key(of: leaf, hash)
    }

    private mutating func visit(_ value: Int, _ field: StableHash) {
        let node = document.nodes[value]
        guard !node.isLeaf else {
            let leaf = JSONView(document: document, index: value)
            if let key = Self.key(of: leaf, field) { keys.append(key) }
            return
        }
        var position = value + 1
        if node.kind == .array {
            var element = field
            element.add("/*".utf8)
            while position < Int(node.next) {
                visit(position, element)
                position = Int(document.nodes[position].next)
            }
            return
        }
        while position < Int(node.next) {
            if !document.nodes[position].flag {
                visit(position + 1, member(position, of: field))
            }
            position = Int(document.nodes[position + 1].next)
        }
    }

    /// The field name goes on by a member's name, escaped as in a JSON Pointer.
    private func member(_ name: Int, of field: StableHash) -> StableHash {
        document.withContent(of: document.nodes[name]) { bytes in
            var hash = field
            hash.add(UInt8(ascii: "/"))
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "~"): hash.add("~0".utf8)
                case UInt8(ascii: "/"): hash.add("~1".utf8)
                default: hash.add(byte)
                }
            }
            return hash
        }
    }

    /// No field name holds U+0000, so it ends there and cannot run on into the value.
    private static func key(of leaf: JSONView, _ field: StableHash) -> Int64? {
        var hash = field
        hash.add(0 as UInt8)
        switch leaf.kind {
        case .null: hash.add(UInt8(ascii: "n"))
        case .boolean: hash.add(UInt8(ascii: leaf.node.flag ? "t" : "f"))
        case .string:
            let isShort = leaf.withStringBytes { bytes in
                guard bytes.count <= byteLimit else { return false }
                hash.add(UInt8(ascii: "\""))
                hash.add(bytes)
                return true
            }
            guard isShort else { return nil }
        case .number:
            let isShort = leaf.withTextBytes { text in
                guard text.count <= byteLimit else { return false }
                add(NumberForm(text), text, to: &hash)
                return true
            }
            guard isShort else { return nil }
        case .array, .object: return nil
        }
        return Int64(bitPattern: hash.value)
    }

    private static func add(
        _ form: NumberForm,
        _ text: UnsafeRawBufferPointer,
        to hash: inout StableHash
    ) {
        hash.add(UInt8(ascii: form.isNegative ? "-" : "+"))
        form.forEachSignificantDigit(in: text) { hash.add($0) }
        hash.add(UInt64(bitPattern: Int64(form.exponent)))
    }
}
