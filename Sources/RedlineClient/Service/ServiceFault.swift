import Redline

/// Why a service did not do what was asked.
public struct ServiceFault: Error, Sendable {
    /// What kind of fault it is.
    public enum Kind: Sendable, Equatable {
        /// Nobody answers there, or not in time.
        case unreachable
        /// It cannot do it just now, and says so.
        case busy
        /// The key is missing or wrong.
        case unauthorized
        /// The key may not do that.
        case forbidden
        /// It has nothing of that name.
        case notFound
        /// It does not take what was sent.
        case refused
        /// What it answered is nothing that redline says.
        case notUnderstood
    }

    /// What kind of fault it is.
    public let kind: Kind
    /// The status of the answer; nil where there was none.
    public let status: Int?
    /// What the service says, or what happened, for people.
    public let detail: String
    /// What else the service says of the fault: the rules that were broken, and where.
    public let faults: [RecordFault]
    /// How long the service asks to be left alone.
    let retryAfter: Duration?

    init(
        _ kind: Kind,
        _ detail: String,
        status: Int? = nil,
        faults: [RecordFault] = [],
        retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.status = status
        self.faults = faults
        self.retryAfter = retryAfter
    }

    /// Whether the same request may well succeed a little later.
    public var isPassing: Bool { kind == .unreachable || kind == .busy }
}

extension ServiceFault: CustomStringConvertible {
    /// What happened, for people.
    public var description: String {
        switch kind {
        case .unreachable: detail
        case .busy: "the service is busy: \(detail)"
        case .unauthorized: "the service does not take the key: \(detail)"
        case .forbidden: "the key may not do that: \(detail)"
        case .notFound, .refused: detail
        case .notUnderstood: "the answer is not one of redline's (status \(status ?? 0))"
        }
    }
}

extension ServiceFault {
    /// The fault of an answer that is no success: RFC 9457, where it is redline's.
    init(status: Int, body: [UInt8], retryAfter: Duration?) {
        let problem = try? JSONDocument(parsing: body).root
        let said = problem?["detail"]?.string ?? problem?["title"]?.string
        let faults = problem?["errors"]?.elements.compactMap(RecordFault.init) ?? []
        let kind: Kind =
            switch status {
            case 401: .unauthorized
            case 403: .forbidden
            // Only redline's own word counts: anything else may be another server.
            case 404: said == nil ? .notUnderstood : .notFound
            case 408, 425, 429, 500...: .busy
            case 400..<500: said == nil ? .notUnderstood : .refused
            default: .notUnderstood
            }
        self.init(
            kind,
            said ?? "status \(status)",
            status: status,
            faults: faults,
            retryAfter: retryAfter
        )
    }
}

extension RecordFault {
    /// Reads a fault as an answer names it.
    init?(_ view: JSONView) {
        guard let detail = view["detail"]?.string else { return nil }
        self.init(view["pointer"]?.string ?? view["parameter"]?.string ?? "", detail)
    }
}
