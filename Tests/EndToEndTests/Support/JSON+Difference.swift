extension JSON {
    /// The first place where the value is another than expected, in words; nil where none is.
    func difference(from expected: JSON, at pointer: String = "") -> String? {
        switch (self, expected) {
        case (.object(let mine), .object(let theirs)):
            for name in Set(mine.keys).union(theirs.keys).sorted() {
                let place = "\(pointer)/\(name)"
                guard let value = mine[name] else { return "\(place) is missing" }
                guard let other = theirs[name] else { return "\(place) is not expected" }
                if let difference = value.difference(from: other, at: place) { return difference }
            }
            return nil
        case (.array(let mine), .array(let theirs)):
            guard mine.count == theirs.count else {
                return "\(pointer) has \(mine.count) elements, expected \(theirs.count)"
            }
            for (index, (value, other)) in zip(mine, theirs).enumerated() {
                let place = "\(pointer)/\(index)"
                if let difference = value.difference(from: other, at: place) { return difference }
            }
            return nil
        default:
            guard self != expected else { return nil }
            let mine = (try? text) ?? "?"
            let theirs = (try? expected.text) ?? "?"
            return "\(pointer.isEmpty ? "it" : pointer) is \(mine), expected \(theirs)"
        }
    }
}
