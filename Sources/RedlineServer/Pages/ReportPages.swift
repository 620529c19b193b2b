import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineAnalytics
import RedlineRendering
import RedlineStorage
import RedlineWeb

/// The pages of the reports.
struct ReportPages: Sendable {
    let runner: ReportRunner
    let rollUps: RollUps

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/reports",
                summary: "The reports.",
                access: .roles(Section.reports.roles),
                answers: [.page],
                errors: .page
            ) { request in
                .page(ReportListPage.page(runner.catalog.definitions), for: request.visitor)
            },
            Route(
                method: .get,
                path: "/reports/{name}",
                summary: "One report.",
                access: .roles(Section.reports.roles),
                checksQueryItself: true,
                answers: [.page],
                errors: .page,
                handle: report
            ),
        ]
    }

    private func report(_ request: RouteRequest) async throws -> Response {
        let definition = try runner.catalog.definition(named: request.path["name"] ?? "")
        var (raw, format) = try Self.question(request, definition)
        raw = raw.filter { !$0.value.isEmpty }
        let page = ReportPage(definition, asked: raw)
        let now = Timestamp.now
        let arguments: ReportArguments
        do {
            arguments = try ReportArguments(raw, for: definition, now: now)
        } catch {
            guard format == nil else { throw error }
            return .page(page.page(refusal: "\(error)"), for: request.visitor, status: .badRequest)
        }
        await rollUps.caughtUp(within: ReportRoutes.catchUpPatience)
        let access = request.principal.reportAccess
        let report = try await runner.run(
            definition,
            arguments,
            as: access,
            by: request.principal.actor,
            now: now,
            // A download has all that the table cuts off.
            examples: format == nil ? ReportPage.mostRows : nil
        )
        guard let format else {
            return .page(
                page.page(report, arguments, isMasked: access == .analyst),
                for: request.visitor
            )
        }
        var headers: HTTPFields = [:]
        headers[.contentType] = format.mediaType
        headers[.cacheControl] = "no-store"
        if format != .html {
            headers[.contentDisposition] =
                "attachment; filename=\"\(definition.name).\(format.fileExtension)\""
        }
        var body = ByteBuffer()
        format.render(report) { body.writeBytes($0) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }

    /// What was asked: the groupings come as one field or as several.
    private static func question(
        _ request: RouteRequest,
        _ definition: ReportDefinition
    ) throws -> (raw: [String: String], format: ReportFormat?) {
        var raw: [String: String] = [:]
        let known = definition.parameters.map(\.name) + ["format"]
        for (name, value) in request.rawQuery {
            guard known.contains(name) else { throw QueryValues.unknown(name, known) }
            if name == "by", let before = raw[name] {
                raw[name] = value.isEmpty ? before : "\(before),\(value)"
            } else {
                raw[name] = value
            }
        }
        guard let word = raw.removeValue(forKey: "format") else { return (raw, nil) }
        guard let format = ReportFormat(rawValue: word),
            !format.needsChart || definition.chart != nil
        else { throw Problem.badParameter("the report has no form \(word)", "format") }
        return (raw, format)
    }
}

extension RollUps {
    /// Waits a little for what has just been recorded; what is shown says how far it goes.
    func caughtUp(within patience: Duration) async {
        _ = try? await withPatience(patience) { await self.caughtUp() }
    }
}

extension ReportFormat {
    /// What its files are called.
    fileprivate var fileExtension: String {
        switch self {
        case .table: "txt"
        case .csv: "csv"
        case .json: "json"
        case .ndjson: "ndjson"
        case .markdown: "md"
        case .html: "html"
        case .vegaLite: "vl.json"
        }
    }
}
