/// Reads the members of a record's object and notes each rule that is broken, so that a record
/// is refused with all of its faults at once.
struct MemberReader {
    let object: JSONView?
    let pointer: String
    private(set) var faults: [RecordFault] = []

    init(_ object: JSONView?, at pointer: String = "") {
        self.object = object
        self.pointer = pointer
    }

    /// Notes a fault at a member.
    mutating func fault(_ name: String, _ detail: String) {
        faults.append(RecordFault(JSONPointer.appending(name, to: pointer), detail))
    }

    /// Notes a fault.
    mutating func append(_ fault: RecordFault) {
        faults.append(fault)
    }

    /// Takes over the faults of a reader further down.
    mutating func absorb(_ other: MemberReader) {
        faults += other.faults
    }

    /// A member; nil where it is absent or null.
    func value(_ name: String) -> JSONView? {
        guard let value = object?[name], value.kind != .null else { return nil }
        return value
    }

    /// A member that must be there and not null.
    mutating func required(_ name: String) -> JSONView? {
        guard object != nil else { return nil }
        if let value = value(name) { return value }
        fault(name, "is required")
        return nil
    }

    /// A string that must be there.
    mutating func requiredString(_ name: String, mayBeEmpty: Bool = false) -> String? {
        guard let value = required(name) else { return nil }
        return check(value, name, mayBeEmpty)
    }

    /// A string that may be absent or null.
    mutating func string(_ name: String, mayBeEmpty: Bool = true) -> String? {
        guard let value = value(name) else { return nil }
        return check(value, name, mayBeEmpty)
    }

    private mutating func check(_ value: JSONView, _ name: String, _ mayBeEmpty: Bool) -> String? {
        guard let text = value.string else {
            fault(name, "must be a string")
            return nil
        }
        guard mayBeEmpty || !text.isEmpty else {
            fault(name, "must not be empty")
            return nil
        }
        return text
    }

    /// A number within a range that may be absent or null.
    mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = value(name) else { return nil }
        return number(value, name, in: range)
    }

    /// The number that a member's value has to be, within a range.
    mutating func number(
        _ value: JSONView,
        _ name: String,
        in range: ClosedRange<Double>
    ) -> Double? {
        guard let number = value.double, number.isFinite, range.contains(number) else {
            fault(name, "must be a number \(Self.words(range))")
            return nil
        }
        return number
    }

    /// A whole number within a range that may be absent or null.
    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.integer, range.contains(number) else {
            let upper = range.upperBound == Int.max ? "or more" : "to \(range.upperBound)"
            fault(name, "must be a whole number, \(range.lowerBound) \(upper)")
            return nil
        }
        return number
    }

    private static func words(_ range: ClosedRange<Double>) -> String {
        if range == 0...1 { return "from 0 to 1" }
        return range.upperBound > 1e14
            ? "of \(Int(range.lowerBound)) or more"
            : "from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
    }

    /// A reader of an object that must be there.
    mutating func requiredObject(_ name: String) -> MemberReader {
        reader(of: required(name), name)
    }

    /// A reader of an object that may be absent or null.
    mutating func object(_ name: String) -> MemberReader {
        reader(of: value(name), name)
    }

    private mutating func reader(of value: JSONView?, _ name: String) -> MemberReader {
        let below = JSONPointer.appending(name, to: pointer)
        guard let value else { return MemberReader(nil, at: below) }
        guard value.kind == .object else {
            fault(name, "must be an object")
            return MemberReader(nil, at: below)
        }
        return MemberReader(value, at: below)
    }

    /// A time that may be absent or null.
    mutating func timestamp(_ name: String) -> Timestamp? {
        guard let value = value(name) else { return nil }
        guard let text = value.string, let time = Timestamp(text) else {
            fault(name, "must be an RFC 3339 time, such as 2026-01-31T12:00:00Z")
            return nil
        }
        return time
    }

    /// A text: a string, or an object whose string leaves are its text.
    mutating func requiredText(_ name: String) -> String? {
        guard let value = required(name) else { return nil }
        switch value.kind {
        case .string: return value.string
        case .object: return value.summaryText
        default:
            fault(name, "must be a string or an object")
            return nil
        }
    }

    /// A document: an object, or an array where that is allowed, with no more leaves than a
    /// document may have.
    mutating func requiredDocument(_ name: String, mayBeArray: Bool) -> JSONView? {
        guard let value = required(name) else { return nil }
        guard value.kind == .object || (mayBeArray && value.kind == .array) else {
            fault(name, mayBeArray ? "must be an object or an array" : "must be an object")
            return nil
        }
        guard value.leafCount <= documentLeafLimit else {
            fault(name, "has more than \(documentLeafLimit) leaves")
            return nil
        }
        guard value.pathBytes <= documentPathLimit else {
            fault(name, "has names so long that the paths to its leaves are over 16 MiB together")
            return nil
        }
        return value
    }
}

extension JSONView {
    /// The text of a summary: a string itself, or an object's string leaves in document order,
    /// joined by newlines.
    public var summaryText: String {
        if let string { return string }
        var parts: [String] = []
        forEachLeaf { leaf, _, _ in
            if let text = leaf.string { parts.append(text) }
        }
        return parts.joined(separator: "\n")
    }
}
