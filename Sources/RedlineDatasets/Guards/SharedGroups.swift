import Redline
import RedlinePostgres

/// Owners who have documents or threads in common, and so belong to one side of a split.
///
/// A document of one owner alone is where its owner is. So only what several owners share has to be
/// known: memory goes with the number of those owners, not with that of documents or records.
struct SharedGroups: Sendable {
    private var parents: [ExactText: ExactText] = [:]

    /// Makes two owners one.
    mutating func join(_ one: String, _ other: String) {
        let first = root(of: ExactText(one))
        let second = root(of: ExactText(other))
        guard first != second else { return }
        // The name that sorts first stands for all, whatever the order in which they come.
        let isFirst = first.text.utf8.lexicographicallyPrecedes(second.text.utf8)
        parents[isFirst ? second : first] = isFirst ? first : second
    }

    /// The name of the owners to whom one belongs: its own where it shares nothing.
    func representative(of owner: String) -> String {
        var name = ExactText(owner)
        while let parent = parents[name] { name = parent }
        return name.text
    }

    /// The same, and shortens the way for the next time.
    private mutating func root(of name: ExactText) -> ExactText {
        var root = name
        while let parent = parents[root] { root = parent }
        var next = name
        while let parent = parents[next], parent != root {
            parents[next] = root
            next = parent
        }
        return root
    }

    /// How many owners share something with another.
    var ownerCount: Int { Set(parents.keys).union(parents.values).count }

    /// Reads what owners share of all that was recorded by a time.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    static func read(
        _ pool: ConnectionPool,
        as access: MiningAccess,
        recordedBy: Timestamp
    ) async throws -> SharedGroups {
        try await pool.withTransaction(role: access.role, settings: access.settings) {
            connection in
            var groups = SharedGroups()
            var last: (kind: String?, group: String?, owner: String)?
            try connection.stream(.sharedGroups, ["recorded_by": .text("\(recordedBy)")]) { row in
                let kind = try row["kind"].string
                let group = try row["group_id"].string
                let owner = try row["owner"].string ?? ""
                if let last, last.kind == kind, let group, let before = last.group,
                    ExactText(before) == ExactText(group)
                {
                    groups.join(last.owner, owner)
                }
                last = (kind, group, owner)
            }
            return groups
        }
    }
}
