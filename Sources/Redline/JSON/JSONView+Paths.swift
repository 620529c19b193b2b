extension JSONView {
    /// The bytes of the paths to all leaves together, before any escaping.
    ///
    /// One long name above many leaves is in the path of each of them, so that paths can be much
    /// larger than the document.
    var pathBytes: Int { pathBytes(of: index) }

    private func pathBytes(of container: Int) -> Int {
        let nodes = document.nodes
        let isObject = nodes[container].kind == .object
        guard isObject || nodes[container].kind == .array else { return 0 }
        var total = 0
        var next = container + 1
        while next < Int(nodes[container].next) {
            let value = isObject ? next + 1 : next
            // A name that a later one replaces leads to nothing.
            if !isObject || !nodes[next].flag {
                let name = isObject ? Int(nodes[next].second - nodes[next].first) : Self.indexBytes
                total += (name + 1) * Int(nodes[value].leaves) + pathBytes(of: value)
            }
            next = Int(nodes[value].next)
        }
        return total
    }

    /// The digits of the largest place in an array.
    private static let indexBytes = 5
}
