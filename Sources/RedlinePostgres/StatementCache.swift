/// The named prepared statements of one connection, the least recently used leaving first.
struct StatementCache {
    /// A statement is prepared once for each list of parameter types it is run with.
    struct Key: Hashable {
        let sql: String
        let types: [UInt32]

        init(_ sql: String, _ parameters: [Parameter]) {
            self.sql = sql
            types = parameters.map(\.typeOID)
        }
    }

    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    static let capacity = 256

    private var entries: [Key: Entry] = [:]
    private var clock: UInt64 = 0

    var count: Int { entries.count }

    mutating func name(of key: Key) -> String? {
        clock += 1
        entries[key]?.lastUse = clock
        return entries[key]?.name
    }

    /// The statement to drop before so many more go in; nil while there is room.
    func evictionCandidate(for count: Int) -> (key: Key, name: String)? {
        guard !entries.isEmpty, entries.count + count > Self.capacity else { return nil }
        return entries.min { $0.value.lastUse < $1.value.lastUse }.map { ($0.key, $0.value.name) }
    }

    mutating func newName() -> String {
        clock += 1
        return "s\(clock)"
    }

    mutating func insert(_ key: Key, name: String) {
        clock += 1
        entries[key] = Entry(name: name, lastUse: clock)
    }

    mutating func remove(_ key: Key) {
        entries[key] = nil
    }
}
