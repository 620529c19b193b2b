import Hummingbird
import Redline
import RedlineAnalytics
import RedlineStorage
import RedlineWeb

/// The page that one begins at.
struct DashboardRoute: Sendable {
    let runner: ReportRunner
    let rollUps: RollUps

    var route: Route {
        Route(
            method: .get,
            path: "/",
            summary: "The dashboard; for those who may not see it, where they begin.",
            access: .roles(Set(KeyRole.allCases)),
            query: DashboardSelection.names.map { name in
                QueryParameter(
                    name: name,
                    kind: ["from", "to"].contains(name) ? .time : .text,
                    summary: "What the figures are of."
                )
            },
            answers: [.page],
            errors: .page,
            handle: dashboard
        )
    }

    private func dashboard(_ request: RouteRequest) async throws -> Response {
        guard Section.dashboard.isOpen(to: request.principal.role) else {
            guard let first = Section.first(for: request.principal.role) else {
                throw Problem.forbidden("there is nothing to look at with this key")
            }
            return .see(first.path)
        }
        var values: [String: String] = [:]
        for name in DashboardSelection.names { values[name] = request.query.text(name) }
        let selection = DashboardSelection(values)
        await rollUps.caughtUp(within: ReportRoutes.catchUpPatience)
        let reports = try await reports(selection, request)
        return .page(DashboardPage(selection, reports).page(), for: request.visitor)
    }

    /// The reports, asked for two by two.
    private func reports(
        _ selection: DashboardSelection,
        _ request: RouteRequest
    ) async throws -> DashboardPage.Reports {
        let now = Timestamp.now
        let principal = request.principal
        @Sendable func report(_ name: String, by grouping: String?) async throws -> Report {
            var raw = selection.period
            raw["by"] = grouping
            return try await runner.run(
                name,
                raw,
                as: principal.reportAccess,
                by: principal.actor,
                now: now
            )
        }
        let documents = selection.grouping(DashboardPage.documents)
        let interactions = selection.grouping(DashboardPage.interactions)
        @Sendable func reports(_ asked: [(String, String?)]) async throws -> [Report] {
            var answers: [Report] = []
            for (name, grouping) in asked { answers.append(try await report(name, by: grouping)) }
            return answers
        }
        // Two at a time: one page must not take the connections of all others.
        async let ofDocuments = reports([
            ("editing_rate", documents), ("accuracy", documents), ("funnel", documents),
            ("editing_rate", "document_type"),
        ])
        async let others = reports([
            ("activity", interactions),
            ("tool_health", selection.grouping(DashboardPage.interactions, first: "tool")),
            ("drift", nil), ("editing_rate", "model"),
        ])
        let (first, second) = try await (ofDocuments, others)
        return DashboardPage.Reports(
            editing: first[0],
            accuracy: first[1],
            funnel: first[2],
            activity: second[0],
            tools: second[1],
            drift: second[2],
            types: first[3],
            models: second[3]
        )
    }
}
