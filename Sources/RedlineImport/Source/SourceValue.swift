import Redline

extension JSONView {
    /// The first of these members that is there and not null.
    func first(_ names: String...) -> JSONView? {
        for name in names {
            if let value = self[name], value.kind != .null { return value }
        }
        return nil
    }

    /// The text of the first of these members that has one; numbers are texts, too.
    func text(_ names: String...) -> String? {
        for name in names {
            guard let value = self[name] else { continue }
            if let text = value.string, !text.isEmpty { return text }
            if value.kind == .number { return value.text }
        }
        return nil
    }

    /// The number of the first of these members that is one, also where it stands in a text.
    func number(_ names: String...) -> Double? {
        for name in names {
            guard let value = self[name] else { continue }
            if let number = value.double ?? value.string.flatMap({ Double($0) }) { return number }
        }
        return nil
    }

    /// What stands at a path such as `metadata.customer`; a member may have dots in its own name.
    func at(path: String) -> JSONView? {
        if let value = self[path] { return value }
        var dot = path.lastIndex(of: ".")
        while let place = dot {
            if let inner = self[String(path[..<place])]?.decoded,
                let value = inner.at(path: String(path[path.index(after: place)...]))
            {
                return value
            }
            dot = path[..<place].lastIndex(of: ".")
        }
        return nil
    }

    /// The value of a text that is JSON itself, as tables and some exports have them; else the value.
    var decoded: JSONView {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }),
            "{[\"".utf8.contains(first), let root = try? JSONDocument(parsing: text).root
        else { return self }
        return root
    }

    /// A time: RFC 3339, or a number of seconds, milli-, micro- or nanoseconds since 1970.
    var time: Timestamp? {
        if let text = string, let time = Timestamp(text) { return time }
        guard let number = double ?? string.flatMap({ Double($0) }), number.isFinite, number > 0,
            number < 9e18
        else { return nil }
        // Each unit is a thousand times the next: no time of these decades fits two of them.
        let microseconds =
            switch number {
            case ..<1e11: number * 1e6
            case ..<1e14: number * 1e3
            case ..<1e17: number
            default: number / 1e3
            }
        return Timestamp(microseconds: Int64(microseconds))
    }

    /// The time of the first of these members that has one.
    func time(_ names: String...) -> Timestamp? {
        for name in names {
            if let time = self[name]?.time { return time }
        }
        return nil
    }
}
