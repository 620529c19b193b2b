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

    /// The reports, asked for two by two, with the columns that are shown.
    private func reports(
        _ selection: DashboardSelection,
        _ request: RouteRequest
    ) async throws -> DashboardPage.Reports {
        let now = Timestamp.now
        let principal = request.principal
        @Sendable func report(_ name: String, by grouping: String? = nil) async throws -> Report {
            var raw = selection.period
            raw["by"] = grouping
            return try await runner.run(
                name,
                raw,
                as: principal.reportAccess,
                by: principal.actor,
                now: now,
                columns: DashboardPage.columns[name]
            )
        }
        let documents = selection.grouping(DashboardPage.documents)
        let interactions = selection.grouping(DashboardPage.interactions)
        // Two at a time: one page must not take the connections of all others.
        async let ofDocuments = (
            report("editing_rate", by: documents), report("accuracy", by: documents),
            report("funnel", by: documents)
        )
        async let others = (
            report("activity", by: interactions), report("tool_health", by: "tool"),
            report("drift"),
            runner.choices(of: selection.period, as: principal.reportAccess, now: now)
        )
        let (editing, accuracy, funnel) = try await ofDocuments
        let (activity, health, drift, choices) = try await others
        return DashboardPage.Reports(
            editing: editing,
            accuracy: accuracy,
            funnel: funnel,
            activity: activity,
            tools: health,
            drift: drift,
            choices: choices
        )
    }
}
