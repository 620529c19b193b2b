import Redline

/// Which part of a list is asked for.
public struct PageRequest: Sendable {
    /// The most rows of a page.
    public static let limits = 1...1_000

    /// The most rows.
    public var limit: Int
    /// How many rows to skip.
    public var offset: Int
    /// Where the page before ended.
    public var after: PagePlace?

    /// Creates a request.
    public init(limit: Int = 50, offset: Int = 0, after: PagePlace? = nil) {
        self.limit = limit
        self.offset = offset
        self.after = after
    }
}

/// A place in a list that runs from the newest to the oldest: behind the row of that time and id.
public struct PagePlace: Sendable, Equatable {
    /// The row's time.
    public let time: Timestamp
    /// The row's id.
    public let id: String

    /// Creates a place.
    public init(time: Timestamp, id: String) {
        self.time = time
        self.id = id
    }

    /// The place as an opaque word for the next request.
    public var cursor: String {
        CursorText.cursor(of: "\(time.microseconds) \(id)")
    }

    /// Reads a word that `cursor` gave.
    public init?(cursor: String) {
        guard let text = CursorText.text(of: cursor),
            let space = text.firstIndex(of: " "), let time = Int64(text[..<space]),
            CursorText.times.contains(time), !text.utf8.contains(0)
        else { return nil }
        self.init(
            time: Timestamp(microseconds: time),
            id: String(text[text.index(after: space)...])
        )
    }
}

/// A page of a list.
public struct Page<Row: Sendable>: Sendable {
    /// The rows.
    public let rows: [Row]
    /// Where the next page begins; nil at the end of the list.
    public let next: PagePlace?

    /// Makes a page.
    public init(rows: [Row], next: PagePlace?) {
        self.rows = rows
        self.next = next
    }

    /// A page of a single row.
    public static func only(_ row: Row) -> Page { Page(rows: [row], next: nil) }
}
