/// Members of the same name in one object: the last one counts, as in PostgreSQL's jsonb,
/// JavaScript and Python.
enum JSONMembers {
    /// Marks the names of members that a later member of the same object replaces.
    static func markReplaced(
        in nodes: inout [JSONNode],
        object: Int,
        written: Int,
        _ source: UnsafeRawBufferPointer,
        _ unescaped: [UInt8]
    ) {
        guard written > 1 else { return }
        if written <= 8 {
            markEachPair(&nodes, object, source, unescaped)
            return
        }
        var names: [(hash: UInt64, node: Int)] = []
        names.reserveCapacity(written)
        var member = object + 1
        while member < nodes.count {
            names.append((nodes[member].hash, member))
            member = Int(nodes[member + 1].next)
        }
        names.sort { ($0.hash, $0.node) < ($1.hash, $1.node) }
        for position in 1..<written where names[position - 1].hash == names[position].hash {
            mark(names[position - 1].node, names[position].node, &nodes, source, unescaped)
        }
    }

    private static func markEachPair(
        _ nodes: inout [JSONNode],
        _ object: Int,
        _ source: UnsafeRawBufferPointer,
        _ unescaped: [UInt8]
    ) {
        var later = Int(nodes[object + 2].next)
        while later < nodes.count {
            let hash = nodes[later].hash
            var earlier = object + 1
            while earlier < later {
                if nodes[earlier].hash == hash { mark(earlier, later, &nodes, source, unescaped) }
                earlier = Int(nodes[earlier + 1].next)
            }
            later = Int(nodes[later + 1].next)
        }
    }

    private static func mark(
        _ earlier: Int,
        _ later: Int,
        _ nodes: inout [JSONNode],
        _ source: UnsafeRawBufferPointer,
        _ unescaped: [UInt8]
    ) {
        func bytes(_ node: JSONNode) -> [UInt8] {
            let first = Int(node.first)
            let second = Int(node.second)
            guard first >= source.count else { return Array(source[first..<second]) }
            return Array(unescaped[(first - source.count)..<(second - source.count)])
        }
        if bytes(nodes[earlier]) == bytes(nodes[later]) { nodes[earlier].flag = true }
    }
}
