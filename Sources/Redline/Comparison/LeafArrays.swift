/// The arrays of a document whose elements are leaves, with the hashes of these in order.
///
/// Where arrays of arrays are aligned, every pair of inner arrays needs its score. Most such pairs
/// have hardly an element in common, which two ordered lists show at once.
struct LeafArrays {
    /// The hash of an element and its position in the array.
    typealias Element = (hash: UInt64, position: Int)

    /// Where the elements of the array at a node begin; -1 where it is no array of leaves.
    private var starts: [Int]
    private var elements: [Element] = []

    init(_ document: JSONDocument) {
        starts = [Int](repeating: -1, count: document.nodes.count)
        for (index, node) in document.nodes.enumerated() where Self.isLeafArray(node, at: index) {
            starts[index] = elements.count
            let inner = (0..<Int(node.first)).map { position in
                (hash: document.nodes[index + 1 + position].hash, position: position)
            }
            elements += inner.sorted { ($0.hash, $0.position) < ($1.hash, $1.position) }
        }
    }

    /// Whether a node is an array of scalars and empty containers, each of which is one node.
    @inline(__always)
    static func isLeafArray(_ node: JSONNode, at index: Int) -> Bool {
        node.kind == .array && Int(node.next) - index - 1 == Int(node.first)
    }

    /// The elements of an array of leaves, in the order of their hashes.
    func elements(of array: Int, count: Int) -> ArraySlice<Element> {
        elements[starts[array]..<(starts[array] + count)]
    }
}
