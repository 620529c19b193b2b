/// A value within a parsed document.
public struct JSONView: Sendable {
    let document: JSONDocument
    let index: Int

    @inline(__always)
    var node: JSONNode { document.nodes[index] }

    /// The kind of the value.
    public var kind: JSONKind { node.kind }

    /// Whether the value is a leaf: a scalar, or an empty object or array.
    public var isLeaf: Bool { node.isLeaf }

    /// The number of leaves of the value; 1 for a leaf.
    public var leafCount: Int { Int(node.leaves) }

    /// The number of an array's elements or of an object's members.
    public var count: Int {
        switch kind {
        case .array, .object: Int(node.first)
        default: 0
        }
    }

    /// The text of a string value.
    public var string: String? {
        guard kind == .string else { return nil }
        return document.withContent(of: node) { String(decoding: $0, as: UTF8.self) }
    }

    /// Gives the UTF-8 of a string value; nothing for any other value.
    public func withStringBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        guard kind == .string else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        return document.withContent(of: node, body)
    }

    /// The value of a boolean.
    public var boolean: Bool? {
        kind == .boolean ? node.flag : nil
    }

    /// A number as a floating-point value, rounded where it must be.
    public var double: Double? {
        guard kind == .number else { return nil }
        return Double(text)
    }

    /// A whole number; `1.0` and `1e3` are whole numbers too.
    public var integer: Int? {
        guard kind == .number else { return nil }
        if let plain = Int(text) { return plain }
        let isWhole = withTextBytes { NumberForm($0).exponent >= 0 }
        guard isWhole, let double, abs(double) < 9_007_199_254_740_992 else { return nil }
        return Int(double)
    }

    /// The value's own text, as it was sent.
    public var text: String {
        document.withText(of: node) { String(decoding: $0, as: UTF8.self) }
    }

    /// Gives the bytes of the value's own text, as it was sent.
    public func withTextBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        document.withText(of: node, body)
    }

    /// The member of that name, where the value is an object that has it.
    public subscript(name: String) -> JSONView? {
        guard kind == .object else { return nil }
        var name = name
        return name.withUTF8 { wanted in
            let wanted = UnsafeRawBufferPointer(wanted)
            return document.member(of: index, named: wanted).map { index in
                JSONView(document: document, index: index)
            }
        }
    }

    /// The elements of an array, in order; empty for anything else.
    public var elements: [JSONView] {
        guard kind == .array else { return [] }
        var result: [JSONView] = []
        result.reserveCapacity(count)
        var position = index + 1
        while position < Int(node.next) {
            result.append(JSONView(document: document, index: position))
            position = Int(document.nodes[position].next)
        }
        return result
    }

    /// The members of an object in the order in which they were sent; empty for anything else.
    public var members: [(name: String, value: JSONView)] {
        guard kind == .object else { return [] }
        var result: [(name: String, value: JSONView)] = []
        result.reserveCapacity(count)
        var position = index + 1
        while position < Int(node.next) {
            let name = document.nodes[position]
            if !name.flag {
                let text = document.withContent(of: name) { String(decoding: $0, as: UTF8.self) }
                result.append((text, JSONView(document: document, index: position + 1)))
            }
            position = Int(document.nodes[position + 1].next)
        }
        return result
    }
}

extension JSONDocument {
    /// The node of an object's member of that name.
    func member(of object: Int, named wanted: UnsafeRawBufferPointer) -> Int? {
        nodes.withUnsafeBufferPointer { nodes in
            let end = Int(nodes[object].next)
            var position = object + 1
            while position < end {
                let name = nodes[position]
                if !name.flag, Int(name.second - name.first) == wanted.count,
                    withContent(of: name, { $0.hasSameBytes(as: wanted) })
                {
                    return position + 1
                }
                position = Int(nodes[position + 1].next)
            }
            return nil
        }
    }
}
