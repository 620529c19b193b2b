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
        var room = Self.newLeafLimit
        root = Self.node(root, at: "", values, &room)
    }

    private static func node(
        _ node: Node,
        at place: String,
        _ values: [String: String],
        _ room: inout Int
    ) -> Node {
        switch node {
        case .leaf(var leaf):
            if let text = values["v\(place)"], leaf.isTypable { leaf.text = asTyped(text) }
            leaf.isConfirmed = values["c\(place)"] != nil
            leaf.isMeantAsText = values["t\(place)"] != nil
            return .leaf(leaf)
        case .object(let members):
            var present: [(name: String, node: Node)] = []
            for (name, member) in members {
                let place = Self.place(of: name, in: place)
                present.append((name, Self.node(member, at: place, values, &room)))
            }
            return .object(present)
        case .array(let items, let sample):
            var present = items
            if let order = values["a\(place)"] {
                present = Self.items(order, of: items, sample, &room)
            }
            for index in present.indices {
                let item = present[index]
                let place = "\(place)/\(item.name)"
                present[index].node = Self.node(item.node, at: place, values, &room)
            }
            return .array(present, sample: sample)
        }
    }

    /// The items of a list in the order that a form gives, each once.
    ///
    /// New ones only as far as there is room: a form must not make more of a document than fits.
    private static func items(
        _ order: String,
        of items: [Item],
        _ sample: Node?,
        _ room: inout Int
    ) -> [Item] {
        let known = Dictionary(items.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        var present: [Item] = []
        for part in order.split(separator: ",") {
            let name = String(part)
            guard seen.insert(name).inserted else { continue }
            if let item = known[name] {
                present.append(item)
            } else if number(of: name) != nil {
                let node = sample ?? text
                let size = size(of: node)
                guard size <= room else { continue }
                room -= size
                present.append(Item(name: name, node: node))
            }
        }
        return present
    }

    /// The number of a new item; nil for what is none.
    private static func number(of name: String) -> Int? {
        guard name.first == "n", let number = Int(name.dropFirst()), newNumbers.contains(number)
        else { return nil }
        return name == "n\(number)" ? number : nil
    }

    /// What a list without an example has: texts.
    private static let text = Node.leaf(Leaf(kind: .string, original: nil, pointer: nil, text: ""))

    /// Does what a button says to a list.
    public mutating func apply(_ action: Action) {
        switch action {
        case .show, .finish: return
        case .add(let list):
            root = Self.changed(root, at: "", list) { items, sample in
                let number = (items.compactMap { Self.number(of: $0.name) }.max() ?? 0) + 1
                guard Self.newNumbers.contains(number) else { return items }
                return items + [Item(name: "n\(number)", node: sample ?? Self.text)]
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
                        changed(member, at: Self.place(of: name, in: place), list, change)
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
