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

    /// The headers that the route reads, by their names.
    var headerParameters: [String] {
        guard case .roles = access else { return [] }
        return body?.isRecord == true ? ["X-User-Id", "Idempotency-Key", "Prefer"] : ["X-User-Id"]
    }

    /// The statuses with which the route may tell what went wrong, in order.
    ///
    /// No other may come from it; existing clients know 400 for most of them.
    var problems: [HTTPResponse.Status] {
        var found: [HTTPResponse.Status] = [.badRequest]
        let isKept = errors == .problem
        if case .roles = access {
            found += [.unauthorized, .forbidden, .tooManyRequests, .serviceUnavailable]
        }
        if isKept, !variables.isEmpty || body?.isRecord == true { found.append(.notFound) }
        if let body {
            found.append(.requestTimeout)
            if isKept { found += [.contentTooLarge, .unsupportedMediaType] }
            if isKept, body.isRecord { found.append(.conflict) }
        } else if variables.contains("id") {
            found.append(.conflict)
        }
        found.append(.internalServerError)
        return found.sorted { $0.code < $1.code }
    }
}
