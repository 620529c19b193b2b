import Redline

extension Draft {
    /// What a button of the form does.
    public enum Action: Equatable, Sendable {
        /// Shows the form again.
        case show
        /// Ends the review.
        case finish
        /// Puts a new item at the end of a list.
        case add(list: String)
        /// Takes an item out of its list.
        case remove(item: String)
        /// Moves an item towards the beginning of its list.
        case up(item: String)
        /// Moves an item towards the end of its list.
        case down(item: String)

        /// Reads the word of a button; what is none shows the form again.
        public init(_ word: String) {
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            switch (parts.first, parts.count > 1 ? parts[1] : "") {
            case ("finish", _): self = .finish
            case ("add", let place): self = .add(list: place)
            case ("remove", let place): self = .remove(item: place)
            case ("up", let place): self = .up(item: place)
            case ("down", let place): self = .down(item: place)
            default: self = .show
            }
        }
    }

    /// Takes what somebody has typed.
    public mutating func take(_ fields: [(name: String, value: String)]) {
        let values = Dictionary(
            fields.map { ($0.name, $0.value) },
            uniquingKeysWith: { _, last in last }
        )
        root = Self.node(root, at: "", values)
    }

    private static func node(_ node: Node, at place: String, _ values: [String: String]) -> Node {
        switch node {
        case .leaf(var leaf):
            if let text = values["v\(place)"], leaf.isTypable { leaf.text = asTyped(text) }
            leaf.isConfirmed = values["c\(place)"] != nil
            return .leaf(leaf)
        case .object(let members):
            return .object(
                members.map { name, member in
                    (name, Self.node(member, at: JSONPointer.appending(name, to: place), values))
                }
            )
        case .array(let items, let sample):
            var present = items
            if let order = values["a\(place)"] {
                present = order.split(separator: ",").prefix(leafLimit).compactMap { name in
                    items.first { $0.name == name } ?? newItem(String(name), sample)
                }
            }
            return .array(
                present.map { item in
                    Item(
                        name: item.name,
                        node: Self.node(item.node, at: "\(place)/\(item.name)", values)
                    )
                },
                sample: sample
            )
        }
    }

    private static func newItem(_ name: String, _ sample: Node?) -> Item? {
        guard name.first == "n", Int(name.dropFirst()) != nil else { return nil }
        return Item(name: name, node: sample ?? text)
    }

    /// What a list without an example has: texts.
    private static let text = Node.leaf(Leaf(kind: .string, original: nil, pointer: nil, text: ""))

    /// Does what a button says to a list.
    public mutating func apply(_ action: Action) {
        switch action {
        case .show, .finish: return
        case .add(let list):
            root = Self.changed(root, at: "", list) { items, sample in
                let numbers = items.compactMap { item in
                    item.name.first == "n" ? Int(item.name.dropFirst()) : nil
                }
                let name = "n\((numbers.max() ?? 0) + 1)"
                return items + [Item(name: name, node: sample ?? Self.text)]
            }
        case .remove(let item): move(item) { items, place in items.remove(at: place) }
        case .up(let item):
            move(item) { items, place in
                if place > 0 { items.swapAt(place, place - 1) }
            }
        case .down(let item):
            move(item) { items, place in
                if place + 1 < items.count { items.swapAt(place, place + 1) }
            }
        }
    }

    private mutating func move(_ item: String, _ change: (inout [Item], Int) -> Void) {
        guard let slash = item.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
        let list = String(item[..<slash])
        let name = item[item.utf8.index(after: slash)...]
        root = Self.changed(root, at: "", list) { items, _ in
            var items = items
            if let place = items.firstIndex(where: { $0.name == name }) { change(&items, place) }
            return items
        }
    }

    private static func changed(
        _ node: Node,
        at place: String,
        _ list: String,
        _ change: ([Item], Node?) -> [Item]
    ) -> Node {
        switch node {
        case .leaf: return node
        case .object(let members):
            return .object(
                members.map { name, member in
                    (
                        name,
                        changed(member, at: JSONPointer.appending(name, to: place), list, change)
                    )
                }
            )
        case .array(let items, let sample):
            guard place != list else { return .array(change(items, sample), sample: sample) }
            return .array(
                items.map { item in
                    Item(
                        name: item.name,
                        node: changed(item.node, at: "\(place)/\(item.name)", list, change)
                    )
                },
                sample: sample
            )
        }
    }
}
