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
    /// The years 1 to 9999, in microseconds: all that a time of a record can be.
    private static let times: ClosedRange<Int64> =
        -62_135_596_800_000_000...253_402_300_799_999_999

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
        let text = "\(time.microseconds) \(id)"
        return text.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    /// Reads a word that `cursor` gave.
    public init?(cursor: String) {
        let digits = Array(cursor.utf8)
        guard digits.count.isMultiple(of: 2), digits.count <= 4_096 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index...(index + 1)], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        guard let text = String(validating: bytes, as: UTF8.self),
            let space = text.firstIndex(of: " "), let time = Int64(text[..<space]),
            Self.times.contains(time), !text.utf8.contains(0)
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
}
