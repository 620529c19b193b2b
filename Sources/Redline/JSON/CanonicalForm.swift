/// Bytes that are equal for equal JSON values: members sorted by name, numbers by value, no white
/// space.
///
/// They are made to be hashed, not to be read.
public struct CanonicalForm {
    /// The bytes.
    public private(set) var bytes: [UInt8] = []

    /// Writes an object without some of its members, such as those that only say which record it
    /// is.
    public init(of object: JSONView, without names: MemberNames = []) {
        let document = object.document
        bytes.reserveCapacity(document.sourceCount + 64)
        document.nodes.withUnsafeBufferPointer { nodes in
            document.storage.withUnsafeBytes { storage in
                let tape = Tape(nodes: nodes, storage: storage)
                write(object.index, of: tape, without: names)
            }
        }
    }

    /// A document's values and bytes, at hand without counting references.
    private struct Tape {
        let nodes: UnsafeBufferPointer<JSONNode>
        let storage: UnsafeRawBufferPointer

        @inline(__always)
        func content(_ node: Int) -> UnsafeRawBufferPointer {
            let range = Int(nodes[node].first)..<Int(nodes[node].second)
            return UnsafeRawBufferPointer(rebasing: storage[range])
        }

        @inline(__always)
        func text(_ node: Int) -> UnsafeRawBufferPointer {
            let range = Int(nodes[node].start)..<Int(nodes[node].end)
            return UnsafeRawBufferPointer(rebasing: storage[range])
        }

        @inline(__always)
        func after(_ node: Int) -> Int { Int(nodes[node].next) }

        /// The names of an object's members, sorted by their bytes.
        func sortedNames(of object: Int) -> [Int] {
            var names: [Int] = []
            names.reserveCapacity(Int(nodes[object].first))
            var position = object + 1
            while position < after(object) {
                if !nodes[position].flag { names.append(position) }
                position = after(position + 1)
            }
            names.sort { content($0).lexicographicallyPrecedes(content($1)) }
            return names
        }
    }

    private mutating func write(_ node: Int, of tape: Tape, without names: MemberNames? = nil) {
        switch tape.nodes[node].kind {
        case .null: bytes.append(UInt8(ascii: "n"))
        case .boolean: bytes.append(tape.nodes[node].flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .number: number(tape.text(node))
        case .string: string(tape.content(node))
        case .array:
            bytes.append(UInt8(ascii: "["))
            var position = node + 1
            while position < tape.after(node) {
                write(position, of: tape)
                position = tape.after(position)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object:
            bytes.append(UInt8(ascii: "{"))
            for name in tape.sortedNames(of: node) {
                let text = tape.content(name)
                if names?.contains(text) == true { continue }
                string(text)
                write(name + 1, of: tape)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// A string with its length before it, so that no two values are written alike.
    private mutating func string(_ content: UnsafeRawBufferPointer) {
        bytes.append(UInt8(ascii: "\""))
        decimal(content.count)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: content)
    }

    private mutating func number(_ text: UnsafeRawBufferPointer) {
        let form = NumberForm(text)
        bytes.append(form.isNegative ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        form.forEachSignificantDigit(in: text) { bytes.append($0) }
        bytes.append(UInt8(ascii: "e"))
        decimal(form.exponent)
        bytes.append(UInt8(ascii: ";"))
    }

    private mutating func decimal(_ value: Int) {
        if value >= 0, value < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
    }
}
