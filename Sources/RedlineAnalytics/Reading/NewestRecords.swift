import Redline
import RedlinePostgres

/// Looks for everybody's newest records: how far back a page of them reaches.
///
/// One owner's records are found by their index. Everybody's lie by owner: which of them are the
/// newest is known of the tables that say where each lies. Where a filter lets few of them through,
/// more are looked at, and at last all.
struct NewestRecords: Sendable {
    /// Which records may be on a page.
    struct Reach: Sendable {
        /// Whose they are; nil for anybody's.
        let owners: [String]?
        /// The oldest of them; nil for any.
        let first: PagePlace?

        /// The values by which a statement is kept to it.
        var parameters: [String: Parameter] {
            [
                "owners": owners.map { .array($0) } ?? .null,
                "first_at": .text(first.map { "\($0.time)" } ?? ""),
                "first_id": .text(first?.id ?? ""),
            ]
        }
    }

    /// The statement that says where they lie.
    let places: ReadingStatement
    let access: ReadAccess
    let from: Timestamp?
    let to: Timestamp?
    let page: PageRequest

    /// So many are looked at where a filter leaves some out, before all are: about as long as reading
    /// one day of a busy service takes.
    private static let mostLooks = 2_000

    /// The rows of a page and of one more, where there are so many; `read` reads the page, of the
    /// records that may be on it.
    func rows(
        on connection: isolated Connection,
        _ read: (isolated Connection, Reach) throws -> Rows
    ) throws -> Rows {
        let all = Reach(owners: nil, first: nil)
        guard access.owner == nil else { return try read(connection, all) }
        let wanted = page.offset + page.limit + 1
        for looks in Set([wanted, max(wanted, Self.mostLooks)]).sorted() {
            guard looks <= Self.mostLooks else { break }
            let found = try connection.run(places, parameters(looks))
            let rows = try read(connection, Reach(of: found))
            // A whole page of the newest is the page, and so is what there is of all.
            if rows.count > page.limit || found.count < looks { return rows }
        }
        return try read(connection, all)
    }

    private func parameters(_ most: Int) -> [String: Parameter] {
        [
            "from": .text(from.map { "\($0)" } ?? ""),
            "to": .text(to.map { "\($0)" } ?? ""),
            "last_at": .text(page.after.map { "\($0.time)" } ?? ""),
            "last_id": .text(page.after?.id ?? ""),
            "most": .integer(most),
        ]
    }
}

extension NewestRecords.Reach {
    /// Takes the places of records, the newest first.
    fileprivate init(of places: Rows) throws(PostgresError) {
        var owners: Set<String> = []
        for place in places {
            if let owner = try place["owner"].string { owners.insert(owner) }
        }
        self.owners = owners.sorted()
        guard let last = places.last, let at = try last["at"].timestamp,
            let id = try last["id"].string
        else {
            first = nil
            return
        }
        first = PagePlace(time: at, id: id)
    }
}
