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
        var names: [(hash: UInt64, node: Int)] = []
        names.reserveCapacity(written)
        var member = object + 1
        while member < nodes.count {
            names.append((nodes[member].hash, member))
            member = Int(nodes[member + 1].next)
        }
        if written <= 8 {
            for later in 1..<written {
                for earlier in 0..<later where names[earlier].hash == names[later].hash {
                    mark(names[earlier].node, names[later].node, &nodes, source, unescaped)
                }
            }
            return
        }
        names.sort { ($0.hash, $0.node) < ($1.hash, $1.node) }
        for position in 1..<written where names[position - 1].hash == names[position].hash {
            mark(names[position - 1].node, names[position].node, &nodes, source, unescaped)
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
