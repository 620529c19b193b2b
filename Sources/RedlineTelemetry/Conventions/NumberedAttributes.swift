/// Attributes that have a number in common, by what follows it in their names: of
/// `llm.input_messages.3.message.role` and its like, `message.role`.
///
/// A few pairs each, which are looked through: a dictionary for each message of a conversation costs
/// more than it gives.
struct NumberedAttributes {
    fileprivate let number: Int
    fileprivate var pairs: [(name: Substring, value: TelemetryValue)]

    subscript(name: String) -> TelemetryValue? {
        for pair in pairs where pair.name.utf8.elementsEqual(name.utf8) { return pair.value }
        return nil
    }

    /// The first of these that is a text with something in it.
    func text(_ names: String...) -> String? {
        for name in names {
            if let text = self[name]?.string, !text.isEmpty { return text }
        }
        return nil
    }

    /// Those whose names begin with `prefix.0.`, `prefix.1.` and so on, in the order of the numbers.
    func numbered(_ prefix: String) -> [NumberedAttributes] {
        var groups = NumberedGroups()
        for (name, value) in pairs { groups.add(name, value, after: prefix) }
        return groups.sorted
    }
}

extension TelemetryAttributes {
    /// Those whose names begin with `prefix.0.`, `prefix.1.` and so on, in the order of the numbers.
    ///
    /// One look at each name: a conversation with many messages has a few attributes for each.
    func numbered(_ prefix: String) -> [NumberedAttributes] {
        var groups = NumberedGroups()
        for (name, value) in self { groups.add(name[...], value, after: prefix) }
        return groups.sorted
    }
}

/// Puts attributes together by the number in their names.
private struct NumberedGroups {
    private var groups: [NumberedAttributes] = []
    private var places: [Int: Int] = [:]

    var sorted: [NumberedAttributes] { groups.sorted { $0.number < $1.number } }

    mutating func add(_ name: Substring, _ value: TelemetryValue, after prefix: String) {
        guard let (number, length) = Self.number(in: name, after: prefix) else { return }
        let start = name.utf8.index(name.startIndex, offsetBy: length)
        let pair = (name: name[start...], value: value)
        if let place = places[number] {
            groups[place].pairs.append(pair)
        } else {
            places[number] = groups.count
            groups.append(NumberedAttributes(number: number, pairs: [pair]))
        }
    }

    /// The number after a prefix and a dot, and how many bytes they and the dot behind them take.
    ///
    /// By the bytes: this is asked of each attribute several times.
    private static func number(
        in name: Substring,
        after prefix: String
    ) -> (number: Int, length: Int)? {
        let count = prefix.utf8.count
        let found = name.utf8.withContiguousStorageIfAvailable { name -> (Int, Int)? in
            guard name.count > count + 1, name[count] == UInt8(ascii: "."),
                name[..<count].elementsEqual(prefix.utf8)
            else { return nil }
            var place = count + 1
            var number = 0
            while place < name.count, name[place] &- 48 < 10 {
                number = number * 10 + Int(name[place] - 48)
                place += 1
                guard place <= count + 1 + Self.mostDigits else { return nil }
            }
            guard place > count + 1 else { return nil }
            if place == name.count { return (number, place) }
            return name[place] == UInt8(ascii: ".") ? (number, place + 1) : nil
        }
        return found ?? nil
    }

    /// No conversation has so many messages that their number takes more digits.
    private static let mostDigits = 9
}
