import Foundation

@testable import Redline

/// A JSON value as a tree: the tests' own, which shares no rule with the code that it checks.
enum JSONTree: Sendable {
    case null
    case boolean(Bool)
    case number(String)
    case string(String)
    case array([JSONTree])
    case object([Member])

    struct Member: Sendable {
        let name: String
        let value: JSONTree
    }

    init(_ view: JSONView) {
        switch view.kind {
        case .null: self = .null
        case .boolean: self = .boolean(view.boolean == true)
        case .number: self = .number(view.text)
        case .string: self = .string(view.string ?? "")
        case .array: self = .array(view.elements.map { JSONTree($0) })
        case .object:
            self = .object(view.members.map { Member(name: $0.name, value: JSONTree($0.value)) })
        }
    }

    var isLeaf: Bool {
        switch self {
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        default: true
        }
    }

    /// The number of leaves.
    var size: Int {
        switch self {
        case _ where isLeaf: 1
        case .array(let elements): elements.reduce(0) { $0 + $1.size }
        case .object(let members): members.reduce(0) { $0 + $1.value.size }
        default: 1
        }
    }

    /// The member of that name, told apart by code points.
    func member(_ name: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The value as JSON.
    var text: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .number(let spelling): writer.number(spelling)
        case .string(let value): writer.string(value)
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.name(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }
}

extension JSONTree: Equatable {
    static func == (x: JSONTree, y: JSONTree) -> Bool {
        switch (x, y) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.number(let a), .number(let b)): Decimal(string: a) == Decimal(string: b)
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count && a.allSatisfy { y.member($0.name) == $0.value }
        default: false
        }
    }
}

extension JSONTree: CustomStringConvertible {
    var description: String { text }
}
