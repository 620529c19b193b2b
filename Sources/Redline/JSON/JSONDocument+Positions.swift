extension JSONDocument {
    /// The nodes of an array's elements.
    func elements(of array: Int) -> [Int] {
        var result: [Int] = []
        result.reserveCapacity(Int(nodes[array].first))
        var position = array + 1
        while position < Int(nodes[array].next) {
            result.append(position)
            position = Int(nodes[position].next)
        }
        return result
    }

    /// A member's name.
    func name(_ position: Int) -> String {
        withContent(of: nodes[position]) { String(decoding: $0, as: UTF8.self) }
    }

    /// Visits the members of an object, each as the node of its name and of its value.
    @inline(__always)
    func forEachMember(of object: Int, _ visit: (_ name: Int, _ value: Int) -> Void) {
        var position = object + 1
        while position < Int(nodes[object].next) {
            if !nodes[position].flag { visit(position, position + 1) }
            position = Int(nodes[position + 1].next)
        }
    }
}
