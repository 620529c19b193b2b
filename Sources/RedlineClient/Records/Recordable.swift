import Redline

/// What can be recorded: an interaction, or a stage of an export.
public protocol Recordable: Sendable {
    /// The record as a JSON object, as `docs/records.md` has it.
    var json: String { get }
}

/// A record that is JSON already, a stage or an interaction as `docs/records.md` has them.
public struct JSONRecord: Recordable {
    /// The record.
    public let json: String

    /// Takes a text as a record; it is checked when it is recorded.
    public init(_ json: String) {
        self.json = json
    }
}

/// Members of an object, written one after the other; what is nil is left out.
struct MemberList {
    private var writer = JSONWriter()

    init() { writer.beginObject() }

    mutating func add(_ name: String, _ text: String?) {
        guard let text else { return }
        writer.name(name)
        writer.string(text)
    }

    mutating func add(_ name: String, _ number: Int?) {
        guard let number else { return }
        writer.name(name)
        writer.integer(number)
    }

    mutating func add(_ name: String, _ number: Double?) {
        guard let number else { return }
        writer.name(name)
        writer.number(number)
    }

    mutating func add(_ name: String, _ time: Timestamp?) {
        add(name, time.map { "\($0)" })
    }

    mutating func add(_ name: String, _ value: RecordValue?) {
        guard let value else { return }
        writer.name(name)
        writer.raw(value.json)
    }

    mutating func add(_ name: String, _ members: MemberList) {
        add(name, RecordValue(trusted: members.text))
    }

    mutating func add(_ more: [String: RecordValue]) {
        for (name, value) in more.sorted(by: { $0.key < $1.key }) { add(name, value) }
    }

    /// The object.
    var text: String {
        var writer = writer
        writer.endObject()
        return writer.text
    }
}
