@testable import Redline

/// Rebuilds the modified document from the original and its changes.
///
/// That is what the two paths of a change are there for. Kept array elements keep their order
/// around the added ones.
struct Rebuilding {
    /// A part of a pointer: a member's name or an array index.
    enum Part: Hashable {
        case name([UInt8])
        case index(Int)
    }

    private struct Leaf {
        var path: ArraySlice<Part>
        let value: JSONTree
    }

    /// An array whose elements would not be numbered from 0 on without a gap.
    struct Gap: Error {}

    private var leaves: [Leaf] = []
    private var original: [Leaf] = []
    /// Below an array of the original (by path): the places that new elements take.
    private var taken: [[Part]: Set<Int>] = [:]

    static func modified(from original: JSONTree, by changes: [Change]) throws -> JSONTree {
        var rebuilding = Rebuilding()
        rebuilding.keepLeaves(of: original, without: changes)
        rebuilding.addLeaves(changes)
        rebuilding.placeKeptLeaves()
        guard !rebuilding.leaves.isEmpty else {
            if case .array = original { return .array([]) }
            return .object([])
        }
        return try build(rebuilding.leaves)
    }

    private static func parts(_ pointer: String) -> [String] {
        pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    /// A pointer's parts: one is an index where the field name has `*` and the pointer has not.
    private static func path(_ pointer: String, _ field: String) -> [Part] {
        zip(parts(pointer), parts(field)).map { part, name in
            if name == "*", part != "*", let index = Int(part) { return .index(index) }
            return .name(Array(part.utf8))
        }
    }

    private mutating func keepLeaves(of tree: JSONTree, without changes: [Change]) {
        var changed: [[Part]: JSONTree?] = [:]
        for change in changes where change.changeType != .addition {
            let path = Self.path(change.originalPath, change.field)
            changed[path] = .some(change.modified.map { JSONTree($0) })
        }
        for leaf in tree.isLeaf ? [] : Self.leaves(of: tree, at: []) {
            guard let change = changed[Array(leaf.path)] else {
                original.append(leaf)
                continue
            }
            if let value = change { original.append(Leaf(path: leaf.path, value: value)) }
        }
    }

    private static func leaves(of tree: JSONTree, at path: [Part]) -> [Leaf] {
        switch tree {
        case _ where tree.isLeaf: [Leaf(path: path[...], value: tree)]
        case .array(let elements):
            elements.enumerated().flatMap { leaves(of: $1, at: path + [.index($0)]) }
        case .object(let members):
            members.flatMap { leaves(of: $0.value, at: path + [.name(Array($0.name.utf8))]) }
        default: []
        }
    }

    private mutating func addLeaves(_ changes: [Change]) {
        for change in changes where change.changeType == .addition {
            guard let value = change.modified else { continue }
            let path = Self.path(change.modifiedPath, change.field)
            leaves.append(Leaf(path: path[...], value: JSONTree(value)))
            // The outermost new element of an array that both documents have.
            let before = Self.parts(change.originalPath)
            let after = Self.parts(change.modifiedPath)
            let fresh = before.indices.first { before[$0] == "-" && after[$0] != "-" }
            guard let fresh, case .index(let place) = path[fresh] else { continue }
            let array = Self.path(change.originalPath, change.field).prefix(fresh)
            taken[Array(array), default: []].insert(place)
        }
    }

    private mutating func placeKeptLeaves() {
        var survivors: [[Part]: Set<Int>] = [:]
        for leaf in original {
            for (depth, part) in leaf.path.enumerated() {
                guard case .index(let index) = part else { continue }
                survivors[Array(leaf.path.prefix(depth)), default: []].insert(index)
            }
        }
        var places: [[Part]: Int] = [:]
        for (array, indexes) in survivors {
            var place = 0
            for index in indexes.sorted() {
                while taken[array]?.contains(place) == true { place += 1 }
                places[array + [.index(index)]] = place
                place += 1
            }
        }
        for leaf in original {
            let path = leaf.path.enumerated().map { depth, part in
                places[Array(leaf.path.prefix(depth + 1))].map { Part.index($0) } ?? part
            }
            leaves.append(Leaf(path: path[...], value: leaf.value))
        }
    }

    private static func build(_ leaves: [Leaf]) throws -> JSONTree {
        guard let first = leaves.first?.path.first else { return leaves[0].value }
        var order: [Part] = []
        var groups: [Part: [Leaf]] = [:]
        for leaf in leaves {
            guard let part = leaf.path.first else { throw Gap() }
            if groups[part] == nil { order.append(part) }
            groups[part, default: []].append(Leaf(path: leaf.path.dropFirst(), value: leaf.value))
        }
        if case .index = first {
            return .array(
                try order.indices.map { index in
                    guard let element = groups[.index(index)] else { throw Gap() }
                    return try build(element)
                }
            )
        }
        return .object(
            try order.map { part in
                guard case .name(let name) = part else { throw Gap() }
                return JSONTree.Member(
                    name: String(decoding: name, as: UTF8.self),
                    value: try build(groups[part] ?? [])
                )
            }
        )
    }
}
