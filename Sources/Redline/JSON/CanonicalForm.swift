/// Bytes that are equal for equal JSON values: members sorted by name, numbers by value, no white
/// space.
///
/// They are made to be hashed, not to be read.
public struct CanonicalForm {
    /// The bytes.
    public private(set) var bytes: [UInt8] = []

    /// Writes an object without some of its members, such as those that only say which record it
    /// is.
    public init(of object: JSONView, without names: Set<String>) {
        bytes.reserveCapacity(object.document.sourceCount + 64)
        write(object, without: names)
    }

    private mutating func write(_ value: JSONView, without names: Set<String> = []) {
        switch value.kind {
        case .null: bytes.append(UInt8(ascii: "n"))
        case .boolean: bytes.append(value.boolean == true ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .number: number(value)
        case .string:
            value.document.withContent(of: value.node) { string($0) }
        case .array:
            bytes.append(UInt8(ascii: "["))
            var position = value.index + 1
            while position < Int(value.node.next) {
                let element = JSONView(document: value.document, index: position)
                write(element)
                position = Int(element.node.next)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object:
            bytes.append(UInt8(ascii: "{"))
            for (name, member) in sortedMembers(value) {
                if !names.isEmpty,
                    names.contains(
                        value.document.withContent(of: value.document.nodes[name]) {
                            String(decoding: $0, as: UTF8.self)
                        }
                    )
                {
                    continue
                }
                value.document.withContent(of: value.document.nodes[name]) { string($0) }
                write(JSONView(document: value.document, index: member))
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private func sortedMembers(_ object: JSONView) -> [(name: Int, value: Int)] {
        let document = object.document
        var result: [(name: Int, value: Int)] = []
        result.reserveCapacity(object.count)
        var position = object.index + 1
        while position < Int(object.node.next) {
            if !document.nodes[position].flag { result.append((position, position + 1)) }
            position = Int(document.nodes[position + 1].next)
        }
        return document.storage.withUnsafeBytes { storage in
            result.sorted { a, b in
                let x = document.nodes[a.name]
                let y = document.nodes[b.name]
                return storage[Int(x.first)..<Int(x.second)]
                    .lexicographicallyPrecedes(storage[Int(y.first)..<Int(y.second)])
            }
        }
    }

    /// A string with its length before it, so that no two values are written alike.
    private mutating func string(_ content: UnsafeRawBufferPointer) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: String(content.count).utf8)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: content)
    }

    private mutating func number(_ value: JSONView) {
        value.withTextBytes { text in
            let form = NumberForm(text)
            bytes.append(form.isNegative ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            form.forEachSignificantDigit(in: text) { bytes.append($0) }
            bytes.append(UInt8(ascii: "e"))
            bytes.append(contentsOf: String(form.exponent).utf8)
            bytes.append(UInt8(ascii: ";"))
        }
    }
}
