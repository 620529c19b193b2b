import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineAnalytics
import RedlineRendering
import RedlineStorage

/// The routes of the reports.
struct ReportRoutes: Sendable {
    let runner: ReportRunner
    let rollUps: RollUps

    /// So long a report waits for what has just been recorded unless the caller says how long;
    /// data_through says how far it got.
    static let catchUpPatience = Duration.milliseconds(500)

    private static let readers: RouteAccess = .roles([.analyst, .miner, .compliance])

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/api/v1/reports",
                summary: "The reports, with their parameters and columns.",
                access: Self.readers,
                answers: [.json(.ok, "ReportList")]
            ) { _ in
                .json(.ok) { json in
                    json.beginObject()
                    json.name("reports")
                    json.beginArray()
                    for definition in runner.catalog.definitions { json.report(definition) }
                    json.endArray()
                    json.endObject()
                }
            },
            Route(
                method: .get,
                path: "/api/v1/reports/{name}",
                summary: "One report. It takes the parameters that /api/v1/reports lists for it, "
                    + "and format.",
                access: Self.readers,
                query: [
                    .from, .to,
                    QueryParameter(name: "owner", kind: .text, summary: "One owner."),
                    QueryParameter(
                        name: "as_of",
                        kind: .time,
                        summary: "The report as it was at that time; as it is now unless told."
                    ),
                    QueryParameter(
                        name: "by",
                        kind: .text,
                        summary: "Grouping; several with commas."
                    ),
                    QueryParameter(
                        name: "format",
                        kind: .word(ReportFormat.allCases.map(\.rawValue)),
                        summary: "The form of the answer; json unless told."
                    ),
                ],
                checksQueryItself: true,
                pathWords: ["name": runner.catalog.definitions.map(\.name)],
                answers: ReportFormat.allCases.map { format in
                    RouteAnswer(
                        status: .ok,
                        mediaType: format.mediaType,
                        schema: format.schema
                    )
                },
                handle: report
            ),
        ]
    }

    private func report(_ request: RouteRequest) async throws -> Response {
        let definition = try runner.catalog.definition(named: request.path["name"] ?? "")
        var raw: [String: String] = [:]
        var format = Self.format(accepted: request.headers[.accept])
        let known = definition.parameters.map(\.name) + ["format"]
        for (name, value) in request.rawQuery {
            guard known.contains(name) else { throw QueryValues.unknown(name, known) }
            guard raw[name] == nil else {
                throw Problem.badParameter("\(name) is given more than once", name)
            }
            raw[name] = value
        }
        if let word = raw.removeValue(forKey: "format") {
            guard let asked = ReportFormat(rawValue: word) else {
                let words = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.badParameter("format must be one of \(words)", "format")
            }
            format = asked
        }
        guard !format.needsChart || definition.chart != nil else {
            throw Problem.badParameter("the report \(definition.name) has no chart", "format")
        }
        let now = Timestamp.now
        let arguments = try ReportArguments(raw, for: definition, now: now)
        let patience = RequestWishes(request.headers).wait ?? Self.catchUpPatience
        await rollUps.caughtUp(within: patience)
        let report = try await runner.run(
            definition,
            arguments,
            as: request.principal.reportAccess,
            by: request.principal.actor,
            now: now
        )
        var headers: HTTPFields = [:]
        headers[.contentType] = format.mediaType
        var body = ByteBuffer()
        format.render(report) { body.writeBytes($0) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }

    /// The first form that the caller accepts; JSON where none is named.
    private static func format(accepted: String?) -> ReportFormat {
        for part in (accepted ?? "").split(separator: ",") {
            let type = part.split(separator: ";").first.map { $0.filter { $0 != " " } } ?? ""
            if let format = ReportFormat(mediaType: type) { return format }
        }
        return .json
    }
}

extension ReportFormat {
    /// The schema of its answers.
    fileprivate var schema: String {
        switch self {
        case .json: "Report"
        case .vegaLite: "VegaLite"
        case .table, .csv, .ndjson, .markdown, .html: "Text"
        }
    }
}

extension JSONWriter {
    fileprivate mutating func report(_ definition: ReportDefinition) {
        beginObject()
        name("name")
        string(definition.name)
        name("title")
        string(definition.title)
        name("description")
        string(definition.summary)
        name("by")
        beginArray()
        for word in definition.groupings { string(word) }
        endArray()
        name("parameters")
        beginArray()
        for parameter in definition.parameters {
            beginObject()
            name("name")
            string(parameter.name)
            name("type")
            string(parameter.type.rawValue)
            name("default")
            optional(parameter.defaultText)
            name("description")
            string(parameter.summary)
            endObject()
        }
        endArray()
        name("columns")
        columns(definition.columns)
        name("totals")
        columns(definition.totals)
        name("chart")
        optional(definition.chart?.kind.rawValue)
        endObject()
    }

    private mutating func columns(_ columns: [ReportColumn]) {
        beginArray()
        for column in columns {
            beginObject()
            name("name")
            string(column.name)
            name("unit")
            string(column.unit.rawValue)
            name("description")
            string(column.summary)
            endObject()
        }
        endArray()
    }
}
