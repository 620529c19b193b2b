import HTTPTypes
import Hummingbird
import Redline
import RedlineAnalytics
import RedlineDatasets
import RedlineStorage
import RedlineWeb

/// The pages of corrections.
struct CorrectionPages: Sendable {
    private let corrections: CorrectionRoutes
    private let runner: ReportRunner
    private let rollUps: RollUps

    init(_ corrections: CorrectionRoutes, runner: ReportRunner, rollUps: RollUps) {
        self.corrections = corrections
        self.runner = runner
        self.rollUps = rollUps
    }

    private static let access = RouteAccess.roles(Section.corrections.roles)
    private static let filters = CorrectionRoutes.parameters.filter {
        CorrectionQuestion.names.contains($0.name)
    }

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/corrections",
                summary: "What people keep correcting.",
                access: Self.access,
                query: Self.filters,
                answers: [.page],
                errors: .page,
                handle: patterns
            ),
            Route(
                method: .get,
                path: "/corrections/list",
                summary: "Corrections with their documents.",
                access: Self.access,
                query: Self.filters + [.cursor],
                answers: [.page],
                errors: .page,
                handle: list
            ),
            Route(
                method: .get,
                path: "/corrections/records",
                summary: "Corrections with their context, a line each, as a stream.",
                access: Self.access,
                query: CorrectionRoutes.parameters,
                answers: [
                    RouteAnswer(
                        status: .ok,
                        mediaType: "application/x-ndjson",
                        schema: "Corrections"
                    )
                ],
                errors: .page
            ) { request in
                var response = try await corrections.corrections(request)
                response.headers[.cacheControl] = "no-store"
                response.headers[.contentDisposition] =
                    "attachment; filename=\"corrections.ndjson\""
                return response
            },
        ]
    }

    private func patterns(_ request: RouteRequest) async throws -> Response {
        let question = request.correctionQuestion
        // What fits no filter is told before anything is read.
        _ = try CorrectionFilter(asked: request.query.text)
        await rollUps.caughtUp(within: ReportRoutes.catchUpPatience)
        async let patterns = report(
            "correction_patterns",
            question.ofReport,
            request,
            examples: question.leavesOutRows ? nil : CorrectionPatternPage.rows
        )
        async let choices = runner.choices(
            of: question.ofReport,
            as: request.principal.reportAccess,
            now: .now
        )
        let page = try await CorrectionPatternPage(
            question,
            patterns: patterns,
            choices: choices,
            for: request.visitor
        )
        return .page(page.page(), for: request.visitor)
    }

    private func report(
        _ name: String,
        _ question: [String: String],
        _ request: RouteRequest,
        examples: Int?
    ) async throws -> Report {
        try await runner.run(
            name,
            question,
            as: request.principal.reportAccess,
            by: request.principal.actor,
            now: .now,
            examples: examples
        )
    }

    /// So many times the database is asked for one page: a filter may let next to nothing through.
    private static let mostLooks = 10

    private func list(_ request: RouteRequest) async throws -> Response {
        let access = try request.miningAccess()
        let filter = try CorrectionFilter(asked: request.query.text)
        var place = try CorrectionRoutes.place(request.query)
        // Who reads is on the trail before anything is read.
        try await corrections.trail.record(
            filter.act(.readCorrections, as: access),
            by: request.principal.actor
        )
        let reader = corrections.reader
        let support = try await reader.support(filter, as: access)
        var found: [Correction] = []
        var looks = 0
        repeat {
            let left = CorrectionListPage.rows - found.count
            // Where the context leaves some out, more of them have to be looked at than are shown.
            let page = try await reader.page(
                filter,
                support: support,
                as: access,
                after: place,
                limit: filter.asksForContext ? CorrectionReader.pageRows : left
            )
            let taken = page.corrections.prefix(left)
            found += taken
            place = taken.count < page.corrections.count ? taken.last?.place : page.next
            looks += 1
        } while place != nil && found.count < CorrectionListPage.rows && looks < Self.mostLooks
        let page = CorrectionListPage(
            request.correctionQuestion,
            found,
            next: place,
            for: request.visitor
        )
        return .page(page.page(), for: request.visitor)
    }
}

extension RouteRequest {
    /// Which corrections a page is asked for, as it was typed.
    fileprivate var correctionQuestion: CorrectionQuestion {
        var values: [String: String] = [:]
        for name in CorrectionQuestion.names { values[name] = query.text(name) }
        return CorrectionQuestion(values, cursor: query.text("cursor") ?? "")
    }

    /// As whom corrections are read.
    func miningAccess() throws -> MiningAccess {
        guard let access = MiningAccess(principal.role, owner: principal.owner) else {
            throw Problem.forbidden("a key of this role may not do this")
        }
        return access
    }
}
