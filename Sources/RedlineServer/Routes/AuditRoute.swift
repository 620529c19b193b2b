import HTTPTypes
import Hummingbird
import Redline
import RedlineAnalytics

/// The route of the audit trail.
struct AuditRoute: Sendable {
    let reader: RecordReader

    var route: Route {
        Route(
            method: .get,
            path: "/api/v1/audit",
            summary: "The audit trail, newest first: who read content, and who did what.",
            access: .roles([.compliance]),
            query: [
                QueryParameter(
                    name: "owner",
                    kind: .text,
                    summary: "What was done with one owner's records."
                ),
                QueryParameter(
                    name: "action",
                    kind: .word(AuditAction.allCases.map(\.rawValue)),
                    summary: "What was done."
                ),
                QueryParameter(
                    name: "actor",
                    kind: .text,
                    summary: "Who did it, such as key:ID or user:NAME."
                ),
                .from, .to, .limit, .offset, .cursor,
            ],
            answers: [.json(.ok, "AuditTrail")],
            handle: entries
        )
    }

    private func entries(_ request: RouteRequest) async throws -> Response {
        var filter = AuditFilter()
        filter.owner = try owner(request)
        filter.action = request.query.text("action").flatMap { AuditAction(rawValue: $0) }
        filter.actor = request.query.text("actor")
        filter.from = request.query.time("from")
        filter.to = request.query.time("to")
        let page = try await reader.auditEntries(
            as: request.principal.reportAccess,
            by: request.principal.actor,
            filter: filter,
            page: request.page { Int64($0) != nil }
        )
        return .page("entries", page, request, path: "/api/v1/audit") { $0.auditEntry($1) }
    }

    /// The owner that the query names, or else the header.
    private func owner(_ request: RouteRequest) throws -> Owner? {
        guard let name = request.query.text("owner") else { return request.principal.owner }
        guard let owner = Owner(name) else {
            throw Problem.badParameter("owner must be \(Owner.rule)", "owner")
        }
        guard request.principal.owner == nil || request.principal.owner == owner else {
            throw Problem.badParameter("owner is another one than X-User-Id names", "owner")
        }
        return owner
    }
}
