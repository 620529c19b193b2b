/// Parses a JSON text onto a tape of nodes, in one pass and without a tree.
///
/// Strict RFC 8259; what PostgreSQL cannot hold (U+0000, surrogates without their pair) is refused
/// here, before it can fail a whole batch.
struct JSONParser {
    let source: UnsafeRawBufferPointer
    let limits: JSONLimits
    var index = 0
    private var depth = 0
    var nodes: [JSONNode] = []
    /// Strings that hold escapes, unescaped; they lie behind the source in the document's storage.
    var unescaped: [UInt8] = []

    init(_ source: UnsafeRawBufferPointer, limits: JSONLimits) {
        self.source = source
        self.limits = limits
        nodes.reserveCapacity(source.count / 24 + 16)
    }

    mutating func parse() throws(JSONParseError) {
        skipWhiteSpace()
        try value()
        skipWhiteSpace()
        guard index == source.count else { throw fault("text after the end of the value") }
    }

    func fault(_ reason: String) -> JSONParseError {
        JSONParseError(.syntax, reason, at: index)
    }

    func beyond(_ reason: String) -> JSONParseError {
        JSONParseError(.limit, reason, at: index)
    }

    @inline(__always)
    var byte: UInt8 { index < source.count ? source[index] : 0 }

    @inline(__always)
    private mutating func skipWhiteSpace() {
        while index < source.count {
            switch source[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONParseError) {
        switch byte {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "t"): try literal("true", .boolean, flag: true, hash: 11)
        case UInt8(ascii: "f"): try literal("false", .boolean, flag: false, hash: 13)
        case UInt8(ascii: "n"): try literal("null", .null, flag: false, hash: 17)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw fault(index < source.count ? "not a JSON value" : "the text ends too early")
        }
    }

    private mutating func literal(
        _ text: StaticString,
        _ kind: JSONKind,
        flag: Bool,
        hash: UInt64
    ) throws(JSONParseError) {
        let start = index
        for offset in 0..<text.utf8CodeUnitCount {
            guard byte == text.utf8Start[offset] else { throw fault("not a JSON value") }
            index += 1
        }
        nodes.append(
            JSONNode(
                kind: kind,
                flag: flag,
                start: UInt32(start),
                end: UInt32(index),
                next: UInt32(nodes.count + 1),
                hash: JSONHash.mix(hash, 1)
            )
        )
    }

    // MARK: Numbers

    private mutating func digits() throws(JSONParseError) {
        let start = index
        while index < source.count, source[index] &- 48 < 10 { index += 1 }
        guard index > start else { throw fault("a digit is missing in a number") }
    }

    private mutating func number() throws(JSONParseError) {
        let start = index
        if byte == UInt8(ascii: "-") { index += 1 }
        if byte == UInt8(ascii: "0") {
            index += 1
            guard byte &- 48 >= 10 else { throw fault("a number starts with a needless zero") }
        } else {
            try digits()
        }
        if byte == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            index += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { index += 1 }
            let exponentStart = index
            try digits()
            var magnitude = 0
            for position in exponentStart..<index where magnitude <= limits.numberExponent {
                magnitude = magnitude * 10 + Int(source[position] - 48)
            }
            guard magnitude <= limits.numberExponent else {
                throw beyond("a number's exponent beyond \(limits.numberExponent)")
            }
        }
        guard index - start <= limits.numberCharacters else {
            throw beyond("a number of more than \(limits.numberCharacters) characters")
        }
        let text = UnsafeRawBufferPointer(rebasing: source[start..<index])
        nodes.append(
            JSONNode(
                kind: .number,
                start: UInt32(start),
                end: UInt32(index),
                next: UInt32(nodes.count + 1),
                hash: JSONHash.number(text)
            )
        )
    }

    // MARK: Containers

    private mutating func open() throws(JSONParseError) {
        depth += 1
        guard depth <= limits.depth else {
            throw beyond("nested more than \(limits.depth) levels deep")
        }
        index += 1
        skipWhiteSpace()
    }

    private mutating func array() throws(JSONParseError) {
        let node = nodes.count
        nodes.append(JSONNode(kind: .array, start: UInt32(index), end: 0, next: 0))
        try open()
        var count: UInt32 = 0
        var leaves: UInt32 = 0
        var hash: UInt64 = 19
        if byte == UInt8(ascii: "]") {
            index += 1
        } else {
            while true {
                let element = nodes.count
                try value()
                count += 1
                leaves += nodes[element].leaves
                hash = JSONHash.mix(hash, nodes[element].hash)
                skipWhiteSpace()
                if try isLast(closing: UInt8(ascii: "]")) { break }
            }
        }
        close(node, count: count, leaves: leaves, hash: JSONHash.mix(hash, UInt64(count)))
    }

    private mutating func object() throws(JSONParseError) {
        let node = nodes.count
        nodes.append(JSONNode(kind: .object, start: UInt32(index), end: 0, next: 0))
        try open()
        var written: UInt32 = 0
        if byte == UInt8(ascii: "}") {
            index += 1
        } else {
            while true {
                guard byte == UInt8(ascii: "\"") else { throw fault("a member needs a name") }
                try string()
                skipWhiteSpace()
                guard byte == UInt8(ascii: ":") else {
                    throw fault("a colon is missing after a name")
                }
                index += 1
                skipWhiteSpace()
                try value()
                written += 1
                skipWhiteSpace()
                if try isLast(closing: UInt8(ascii: "}")) { break }
            }
        }
        JSONMembers.markReplaced(in: &nodes, object: node, written: Int(written), source, unescaped)
        var count: UInt32 = 0
        var leaves: UInt32 = 0
        var hash: UInt64 = 0
        var member = node + 1
        while member < nodes.count {
            let value = nodes[member + 1]
            if !nodes[member].flag {
                count += 1
                leaves += value.leaves
                // A sum, because the order of members does not count.
                hash &+= JSONHash.mix(nodes[member].hash, value.hash)
            }
            member = Int(value.next)
        }
        close(node, count: count, leaves: leaves, hash: JSONHash.mix(hash, UInt64(count) << 8 | 23))
    }

    private mutating func isLast(closing: UInt8) throws(JSONParseError) -> Bool {
        if byte == closing {
            index += 1
            return true
        }
        guard byte == UInt8(ascii: ",") else {
            throw fault(
                index < source.count
                    ? "a comma or the end of the container is missing" : "the text ends too early"
            )
        }
        index += 1
        skipWhiteSpace()
        return false
    }

    private mutating func close(_ node: Int, count: UInt32, leaves: UInt32, hash: UInt64) {
        depth -= 1
        nodes[node].end = UInt32(index)
        nodes[node].next = UInt32(nodes.count)
        nodes[node].first = count
        nodes[node].second = leaves
        nodes[node].hash = hash
    }
}
