import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineClient

/// Reads over HTTP what commands otherwise read in the database.
struct ServiceReader: Sendable {
    let connection: ServiceConnection

    /// A person waits: what fails in passing is tried again for so long.
    private static let patience = Duration.seconds(30)

    init(_ address: ServiceAddress) {
        connection = ServiceConnection(address)
    }

    /// Asks a service, and closes the connection to it.
    static func reading<Value: Sendable>(
        _ address: ServiceAddress,
        _ body: (ServiceReader) async throws -> Value
    ) async throws -> Value {
        let reader = ServiceReader(address)
        do {
            let value = try await body(reader)
            await reader.connection.shutdown()
            return value
        } catch {
            await reader.connection.shutdown()
            throw error
        }
    }

    /// An owner's exports, newest first.
    func exports(
        of owner: Owner,
        _ filter: ExportFilter,
        _ page: PageRequest
    ) async throws -> Page<ExportSummary> {
        var query = Self.query(page, from: filter.from, to: filter.to)
        if let id = filter.documentID { query.append(("document_id", id)) }
        if let status = filter.status { query.append(("status", status.rawValue)) }
        let root = try await answer("/api/v1/exports/history", query, owner)
        return try Self.page(root, "exports", ExportSummary.init(answer:)) { last in
            PagePlace(time: last.startedAt, id: "\(last.workflowID)")
        }
    }

    /// An owner's interactions, newest first.
    func interactions(
        of owner: Owner,
        _ filter: InteractionFilter,
        _ page: PageRequest
    ) async throws -> Page<InteractionEntry> {
        var query = Self.query(page, from: filter.from, to: filter.to)
        if let id = filter.threadID { query.append(("thread_id", id)) }
        if let words = filter.search { query.append(("q", words)) }
        let root = try await answer("/api/v1/interactions", query, owner)
        return try Self.page(root, "interactions", InteractionEntry.init(answer:)) { last in
            PagePlace(time: last.occurredAt, id: last.interactionID)
        }
    }

    /// One workflow.
    func workflow(_ id: WorkflowID, of owner: Owner?) async throws -> WorkflowDetail {
        do {
            let root = try await answer("/api/v1/exports/\(id)", [], owner)
            return try WorkflowDetail(answer: root).orNotUnderstood
        } catch let fault as ServiceFault where fault.kind == .notFound {
            throw CommandError("there is no workflow \(id)")
        } catch let fault as ServiceFault where fault.status == 409 {
            throw CommandError("several owners use this id: name one with --owner")
        }
    }

    /// A report in a format, as the service renders it.
    func report(
        _ name: String,
        _ arguments: [String: String],
        _ format: String
    ) async throws
        -> [UInt8]
    {
        let query = arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        do {
            return try await connection.persisting(for: Self.patience) { connection in
                try await connection.get(
                    "/api/v1/reports/\(name.escapedForQuery)",
                    query: query + [("format", format)],
                    // All that was recorded before is in the figures, as where the database is near.
                    headers: [("prefer", "wait=60")]
                )
            }
        } catch let fault as ServiceFault where [.notFound, .refused].contains(fault.kind) {
            throw ValidationError(fault.detail)
        }
    }

    /// The reports that the service has.
    func reports() async throws -> [(name: String, title: String, groupings: [String])] {
        let root = try await answer("/api/v1/reports", [], nil)
        return try root["reports"].orNotUnderstood.elements.map { report in
            (
                try (report["name"]?.string).orNotUnderstood,
                report["title"]?.string ?? "",
                report["by"]?.elements.compactMap(\.string) ?? []
            )
        }
    }

    private func answer(
        _ path: String,
        _ query: [(String, String)],
        _ owner: Owner?
    ) async throws -> JSONView {
        let bytes = try await connection.persisting(for: Self.patience) { connection in
            try await connection.get(path, query: query, owner: owner)
        }
        // A page of records is more than a record may be.
        let limits = JSONLimits(
            bytes: bytes.count,
            depth: JSONLimits.record.depth + 8,
            numberCharacters: JSONLimits.record.numberCharacters,
            numberExponent: JSONLimits.record.numberExponent
        )
        return try (try? JSONDocument(parsing: bytes, limits: limits)).orNotUnderstood.root
    }

    private static func query(
        _ page: PageRequest,
        from: Timestamp?,
        to: Timestamp?
    ) -> [(String, String)] {
        var query = [("limit", "\(page.limit)"), ("offset", "\(page.offset)")]
        if let from { query.append(("from", "\(from)")) }
        if let to { query.append(("to", "\(to)")) }
        return query
    }

    private static func page<Row>(
        _ root: JSONView,
        _ name: String,
        _ read: (JSONView) -> Row?,
        place: (Row) -> PagePlace
    ) throws -> Page<Row> {
        let rows = try root[name].orNotUnderstood.elements.map { try read($0).orNotUnderstood }
        let hasMore = root["next_cursor"]?.string != nil
        return Page(rows: rows, next: hasMore ? rows.last.map(place) : nil)
    }
}

extension Optional {
    /// The value; without one, the answer was none of redline's.
    fileprivate var orNotUnderstood: Wrapped {
        get throws {
            guard let self else {
                throw CommandError(
                    "the service's answer cannot be read: is it redline \(redlineVersion), too?"
                )
            }
            return self
        }
    }
}
