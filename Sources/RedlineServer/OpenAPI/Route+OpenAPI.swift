import HTTPTypes
import Redline

extension Route {
    /// The names of the variable parts of the path.
    var variables: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
    }

    /// Whether its answer names a workflow that other routes take.
    var startsWorkflows: Bool {
        variables.isEmpty && answers.contains { $0.schema == "StageReceipt" }
    }

    /// Whether what it answers about has versions, each with its `ETag`.
    var hasVersions: Bool { path.hasSuffix("{document_id}") }

    /// Whether it may answer with a deliverable.
    var givesFiles: Bool { answers.contains { $0.schema == RouteAnswer.file } }

    /// Whether what it records has an id that is fixed by the first request with a key.
    var isIdempotent: Bool { answers.contains { $0.schema == "StartedExport" } }

    /// The schemas of answers that a request can say how long it waits for.
    private static let waited = ["Report", "ErasureReceipt"]

    /// The headers that the route reads, by their names.
    var headerParameters: [String] {
        guard case .roles = access else { return [] }
        if isPassedOn { return ["X-User-Id", "X-Thread-Id", "X-Upstream-Key"] }
        if body?.isRecord == true { return ["X-User-Id", "Idempotency-Key", "Prefer"] }
        if givesFiles, body == nil { return ["X-User-Id", "If-None-Match"] }
        if answers.contains(where: { Self.waited.contains($0.schema) }) {
            return ["X-User-Id", "Prefer"]
        }
        if isIdempotent { return ["X-User-Id", "Idempotency-Key"] }
        return hasVersions && body != nil ? ["X-User-Id", "If-Match"] : ["X-User-Id"]
    }

    /// The statuses with which the route may tell what went wrong, in order.
    ///
    /// No other may come from it; existing clients know 400 for most of them.
    var problems: [HTTPResponse.Status] {
        var found: [HTTPResponse.Status] = [.badRequest]
        let isKept = errors != .legacy
        if case .roles = access {
            found += [.unauthorized, .forbidden, .tooManyRequests, .serviceUnavailable]
        }
        if isKept, !variables.isEmpty || body?.isRecord == true { found.append(.notFound) }
        if isPassedOn {
            if variables.isEmpty { found.append(.notFound) }
            found += [.badGateway, .gatewayTimeout]
        }
        if asksOthers { found.append(.badGateway) }
        if let body {
            found.append(.requestTimeout)
            if isKept { found += [.contentTooLarge, .unsupportedMediaType] }
            if isKept, body.isRecord || body.mayConflict { found.append(.conflict) }
            if hasVersions { found.append(.preconditionFailed) }
        } else if variables.contains("id") || hasVersions || mayConflict {
            found.append(.conflict)
        }
        found.append(.internalServerError)
        return found.sorted { $0.code < $1.code }
    }
}
