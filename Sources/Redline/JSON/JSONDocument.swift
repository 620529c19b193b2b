/// A parsed JSON text: its bytes, and a flat tape of its values.
///
/// The text is kept as it came, so that what is stored and given back is what was sent, with its
/// spelling of numbers and its order of members.
public final class JSONDocument: Sendable {
    /// The source's bytes, and behind them the unescaped bytes of strings that hold escapes.
    let storage: [UInt8]
    let sourceCount: Int
    let nodes: [JSONNode]

    /// Parses a text, copying its bytes.
    ///
    /// - Throws: `JSONParseError` where the text is not JSON or exceeds `limits`.
    public init(
        parsing source: UnsafeRawBufferPointer,
        limits: JSONLimits = .record
    ) throws(JSONParseError) {
        let tape = try Self.tape(source, limits)
        var storage: [UInt8] = []
        storage.reserveCapacity(source.count + tape.unescaped.count)
        storage.append(contentsOf: source)
        storage.append(contentsOf: tape.unescaped)
        self.storage = storage
        sourceCount = source.count
        nodes = tape.nodes
    }

    /// Parses the bytes of a text.
    ///
    /// - Throws: `JSONParseError` where the text is not JSON or exceeds `limits`.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .record) throws(JSONParseError) {
        let parsed = bytes.withUnsafeBytes { source in
            Result { () throws(JSONParseError) in try Self.tape(source, limits) }
        }
        let tape = try parsed.get()
        storage = tape.unescaped.isEmpty ? bytes : bytes + tape.unescaped
        sourceCount = bytes.count
        nodes = tape.nodes
    }

    /// Parses a text.
    ///
    /// - Throws: `JSONParseError` where the text is not JSON or exceeds `limits`.
    public convenience init(
        parsing text: String,
        limits: JSONLimits = .record
    ) throws(JSONParseError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    private static func tape(
        _ source: UnsafeRawBufferPointer,
        _ limits: JSONLimits
    ) throws(JSONParseError) -> (nodes: [JSONNode], unescaped: [UInt8]) {
        guard source.count <= limits.bytes else {
            throw JSONParseError(.tooLarge, "more than \(limits.bytes) bytes", at: limits.bytes)
        }
        do {
            let bytes = source.assumingMemoryBound(to: UInt8.self)
            _ = try UTF8Span(validating: Span(_unsafeElements: bytes))
        } catch {
            throw JSONParseError(.syntax, "not UTF-8", at: error.byteOffsets.lowerBound)
        }
        var parser = JSONParser(source, limits: limits)
        try parser.parse()
        return (parser.nodes, parser.unescaped)
    }

    /// Gives the bytes of the whole text, as it came.
    public func withSourceBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<sourceCount])) }
    }

    /// The whole value.
    public var root: JSONView {
        JSONView(document: self, index: 0)
    }

    /// The bytes of a string's content or of a member's name.
    @inline(__always)
    func withContent<R>(of node: JSONNode, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        storage.withUnsafeBytes { bytes in
            body(UnsafeRawBufferPointer(rebasing: bytes[Int(node.first)..<Int(node.second)]))
        }
    }

    /// Whether two strings or member names have the same bytes.
    @inline(__always)
    func hasSameContent(_ node: JSONNode, as other: JSONNode, in document: JSONDocument) -> Bool {
        withContent(of: node) { x in
            document.withContent(of: other) { y in x.hasSameBytes(as: y) }
        }
    }

    /// The bytes of a value's text as it was sent.
    @inline(__always)
    func withText<R>(of node: JSONNode, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        storage.withUnsafeBytes { bytes in
            body(UnsafeRawBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)]))
        }
    }
}
