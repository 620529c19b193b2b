import Hummingbird
import Redline
import RedlineAnalytics
import RedlineStorage
import RedlineWeb

/// The pages of the audit trail.
struct AuditPages: Sendable {
    let reader: RecordReader
    let trail: AuditTrail

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/compliance/audit",
                summary: "The audit trail, newest first.",
                access: CompliancePages.access,
                query: [
                    QueryParameter(
                        name: "action",
                        kind: .word(AuditAction.allCases.map(\.rawValue)),
                        summary: "What was done."
                    ),
                    QueryParameter(name: "actor", kind: .text, summary: "Who did it."),
                    QueryParameter(name: "owner", kind: .text, summary: "With whose records."),
                    .from, .to, .cursor,
                ],
                answers: [.page],
                errors: .page,
                handle: entries
            ),
            Route(
                method: .post,
                path: "/compliance/audit/verify",
                summary: "Verify the audit trail.",
                access: CompliancePages.access,
                body: .form(),
                answers: [.page],
                errors: .page,
                handle: verify
            ),
        ]
    }

    private func entries(_ request: RouteRequest) async throws -> Response {
        guard let visitor = request.visitor else { throw Problem.foreignForm }
        var filter = AuditFilter()
        if let name = request.query.text("owner") {
            guard let owner = Owner(name) else {
                throw Problem.badParameter("owner must be \(Owner.rule)", "owner")
            }
            filter.owner = owner
        }
        filter.action = request.query.text("action").flatMap { AuditAction(rawValue: $0) }
        filter.actor = request.query.text("actor")
        filter.from = request.query.time("from")
        filter.to = request.query.time("to")
        let found = try await reader.auditEntries(
            as: request.principal.reportAccess,
            by: request.principal.actor,
            filter: filter,
            page: request.cursorPage(of: AuditPage.rows) { Int64($0) != nil }
        )
        var values: [String: String] = [:]
        for name in AuditPage.names { values[name] = request.query.text(name) }
        let page = AuditPage(
            values,
            cursor: request.query.text("cursor") ?? "",
            found,
            for: visitor
        )
        return .page(page.page(), for: visitor)
    }

    private func verify(_ request: RouteRequest) async throws -> Response {
        let verdict = try await trail.verify()
        let detail = ["breaks": "\(verdict.breakCount)", "anchors": "0"]
        try await trail.record(
            AuditedAct(.verifyAudit, records: verdict.entries, detail: detail),
            by: request.principal.actor
        )
        return .page(AuditVerdictPage.page(verdict), for: request.visitor)
    }
}
