/// Puts other values in the place of some of a document's, and leaves every other byte as it was.
///
///     var replacement = JSONReplacement(in: document)
///     document.root.forEachScalar { replacement.replace($0, with: #""x""#) }
///     replacement.text  // nil where nothing was replaced
public struct JSONReplacement {
    private let document: JSONDocument
    private var bytes: [UInt8] = []
    /// As much of the source has been taken over.
    private var position = 0

    /// Replaces nothing yet.
    public init(in document: JSONDocument) {
        self.document = document
    }

    /// Replaces a value of the document by a value that is JSON already.
    ///
    /// Values have to be given in the order in which they stand there.
    public mutating func replace(_ value: JSONView, with json: [UInt8]) {
        let (start, end) = (Int(value.node.start), Int(value.node.end))
        precondition(start >= position, "values are replaced from front to back")
        bytes += document.storage[position..<start]
        bytes += json
        position = end
    }

    /// The whole text with what was replaced; nil where nothing was.
    public var text: [UInt8]? {
        guard position > 0 else { return nil }
        return bytes + document.storage[position..<document.sourceCount]
    }
}
