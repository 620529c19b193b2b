import Redline

/// What became of the examples that an export looked at.
public struct DatasetCounts: Sendable, Equatable {
    /// Why an example is not in the dataset.
    public enum Reason: String, Sendable, CaseIterable {
        /// The shape has no use for it, such as a preference without a rejected side.
        case shape
        /// A person confirmed it as it was, and the shape learns from edits.
        case untouched
        /// Both sides say the same.
        case equal
        /// Only the way of writing was changed.
        case formatOnly = "format_only"
        /// Its owner has as many as one may have.
        case maxPerOwner = "max_per_owner"
        /// One before it says nearly the same.
        case nearDuplicate = "near_duplicate"
    }

    /// The workflows, corrections or threads that were read.
    public internal(set) var read = 0
    /// The examples that were made of them.
    public internal(set) var examples = 0
    /// The lines of each part.
    public internal(set) var lines: [String: Int] = [:]
    /// The examples that were left out.
    public internal(set) var dropped: [Reason: Int] = [:]
    /// The examples with a mark.
    public internal(set) var marked: [String: Int] = [:]
    /// The placeholders in the lines, by what they stand for.
    public internal(set) var replaced: [String: Int] = [:]

    /// All lines.
    public var total: Int { lines.values.reduce(0, +) }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("read")
        json.integer(read)
        json.name("examples")
        json.integer(examples)
        for (name, counts) in [
            ("lines", lines), ("marked", marked), ("replaced", replaced),
            ("dropped", Dictionary(uniqueKeysWithValues: dropped.map { ($0.rawValue, $1) })),
        ] {
            json.name(name)
            json.beginObject()
            for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
                json.name(name)
                json.integer(count)
            }
            json.endObject()
        }
        json.endObject()
    }

    init() {}

    init?(_ json: JSONView?) {
        guard let json, let read = json["read"]?.integer, let examples = json["examples"]?.integer
        else { return nil }
        self.read = read
        self.examples = examples
        func counts(_ name: String) -> [String: Int] {
            var counts: [String: Int] = [:]
            for (name, value) in json[name]?.members ?? [] { counts[name] = value.integer }
            return counts
        }
        lines = counts("lines")
        marked = counts("marked")
        replaced = counts("replaced")
        for (name, count) in counts("dropped") {
            if let reason = Reason(rawValue: name) { dropped[reason] = count }
        }
    }
}
