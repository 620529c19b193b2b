import Redline
import RedlinePostgres

/// A page of corrections.
public struct CorrectionPage: Sendable {
    /// The corrections that match.
    public let corrections: [Correction]
    /// Where the next page begins; nil at the end.
    public let next: CorrectionPlace?
}

/// Reads corrections page by page, in constant memory however many there are.
///
/// They come in the order of their key, by owner and then from the oldest on: the one order in which
/// a page is found by the index and a reading that broke off goes on where it ended.
public struct CorrectionReader: Sendable {
    /// The most corrections that are looked at for one page.
    public static let pageRows = 1_000
    /// A page ends before its values have more bytes together than these.
    static let pageBytes = 4 * 1024 * 1024

    let pool: ConnectionPool

    /// Creates a reader.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// The patterns that enough owners made, for the pages of one reading.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func support(
        _ filter: CorrectionFilter,
        as access: MiningAccess
    ) async throws -> PatternSupport {
        guard filter.minPatternOwners > 1 else { return PatternSupport() }
        return try await pool.withTransaction(role: access.role, settings: access.settings) {
            connection in
            let rows = try connection.run(
                .supportedPatterns,
                [
                    "from": filter.from.parameter, "to": filter.to.parameter,
                    "min_owners": .integer(filter.minPatternOwners),
                ]
            )
            var support = PatternSupport()
            for row in rows {
                support.fields.append(try row["field"].string ?? "")
                support.changeTypes.append(try row["change_type"].string ?? "")
                support.patterns.append(try row["pattern"].string ?? "")
            }
            return support
        }
    }

    /// The corrections that match among the next ones behind a place.
    ///
    /// At most `limit` are looked at. A page without any is not the end: `next` says whether there
    /// may be more.
    ///
    /// - Throws: `PostgresError` where the database cannot be read.
    public func page(
        _ filter: CorrectionFilter,
        support: PatternSupport,
        as access: MiningAccess,
        after place: CorrectionPlace?,
        limit: Int = pageRows
    ) async throws -> CorrectionPage {
        var parameters = filter.parameters(access, support)
        parameters.merge(place.parameters) { $1 }
        parameters["limit"] = .integer(limit)
        parameters["max_bytes"] = .integer(Self.pageBytes)
        let bound = parameters
        return try await pool.withTransaction(role: access.role, settings: access.settings) {
            connection in
            var corrections: [Correction] = []
            var last: CorrectionPlace?
            var seen = 0
            var looked = 0
            try connection.stream(.corrections, bound) { row in
                last = try CorrectionPlace(row)
                seen += 1
                looked = try row["page_rows"].int ?? 0
                guard try row["is_match"].bool == true, let last else { return }
                if let correction = try Correction(row, at: last) { corrections.append(correction) }
            }
            let isEnd = seen == looked && looked < limit
            return CorrectionPage(corrections: corrections, next: isEnd ? nil : last)
        }
    }

    /// Hands over all corrections that match behind a place, page by page.
    ///
    /// `body` says whether to go on.
    ///
    /// - Throws: `PostgresError`, `CancellationError`, or what `body` throws.
    public func read(
        _ filter: CorrectionFilter,
        as access: MiningAccess,
        after place: CorrectionPlace? = nil,
        _ body: (CorrectionPage) async throws -> Bool
    ) async throws {
        let support = try await support(filter, as: access)
        var place = place
        repeat {
            try Task.checkCancellation()
            let page = try await page(filter, support: support, as: access, after: place)
            guard try await body(page) else { return }
            place = page.next
        } while place != nil
    }
}
