import Hummingbird
import RedlineStorage
import RedlineWeb

/// The page of how long records stay.
struct RetentionPages: Sendable {
    let retention: Retention

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/compliance/retention",
                summary: "How long records stay, and the last runs.",
                access: CompliancePages.access,
                query: [
                    QueryParameter(
                        name: "plan",
                        kind: .word(["true", "false"]),
                        summary: "Whether to count what a run would remove now."
                    )
                ],
                answers: [.page],
                errors: .page
            ) { request in
                let isPlanned = request.query.text("plan") == "true"
                let facts = try await RetentionPage.Facts(
                    settings: retention.settings(),
                    agreements: retention.agreements(),
                    runs: retention.runs(),
                    plan: isPlanned ? (retention.plan(), retention.ownersPast()) : nil
                )
                return .page(RetentionPage(facts).page(), for: request.visitor)
            }
        ]
    }
}
