/// Names of an object's members, to tell some of its members from the others.
public struct MemberNames: Sendable, ExpressibleByArrayLiteral {
    /// The names by their number of bytes.
    private let byLength: [[[UInt8]]]

    /// Takes the names.
    public init(arrayLiteral names: String...) {
        let longest = names.map(\.utf8.count).max() ?? 0
        var byLength = [[[UInt8]]](repeating: [], count: longest + 1)
        for name in names { byLength[name.utf8.count].append(Array(name.utf8)) }
        self.byLength = byLength
    }

    /// Whether a name, as UTF-8, is one of them.
    func contains(_ name: UnsafeRawBufferPointer) -> Bool {
        guard name.count < byLength.count else { return false }
        for known in byLength[name.count]
        where known.withUnsafeBytes({ $0.hasSameBytes(as: name) }) {
            return true
        }
        return false
    }
}

extension JSONView {
    /// The object of the members that have none of these names, each as it was sent; nil where there
    /// are none.
    public func object(without names: MemberNames) -> [UInt8]? {
        guard kind == .object else { return nil }
        var writer: JSONWriter?
        document.forEachMember(of: index) { name, value in
            guard !document.withContent(of: document.nodes[name], names.contains) else { return }
            if writer == nil {
                writer = JSONWriter()
                writer?.beginObject()
            }
            writer?.name(document.name(name))
            document.withText(of: document.nodes[value]) { writer?.raw($0) }
        }
        writer?.endObject()
        return writer?.bytes
    }
}
