import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineDatasets
import RedlineStorage

/// The route by which corrections are mined.
struct CorrectionRoutes: Sendable {
    let reader: CorrectionReader
    let trail: AuditTrail

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/api/v1/corrections",
                summary: "Corrections with their context, a line each, as a stream.",
                access: .roles([.miner, .compliance]),
                query: Self.parameters,
                answers: [
                    RouteAnswer(
                        status: .ok,
                        mediaType: "application/x-ndjson",
                        schema: "Corrections"
                    )
                ],
                handle: corrections
            )
        ]
    }

    static let parameters = [
        QueryParameter(
            name: "field",
            kind: .text,
            summary: "Field names; * stands for any part of a name, ** for any levels."
        ),
        QueryParameter(
            name: "pattern",
            kind: .word(PatternClass.allCases.map(\.rawValue)),
            summary: "The class of the correction."
        ),
        QueryParameter(
            name: "change_type",
            kind: .word(ChangeType.allCases.map(\.rawValue)),
            summary: "What kind of change."
        ),
        QueryParameter(name: "model", kind: .text, summary: "The model that was corrected."),
        QueryParameter(name: "document_type", kind: .text, summary: "The document's type."),
        QueryParameter(
            name: "extraction_method",
            kind: .text,
            summary: "How the document's data were extracted."
        ),
        QueryParameter(name: "template", kind: .text, summary: "The template of the export."),
        QueryParameter(name: "owner", kind: .text, summary: "One owner."),
        .from, .to,
        QueryParameter(
            name: "min_pattern_owners",
            kind: .whole(1...1_000_000),
            summary: "Only patterns that so many owners made.",
            fallback: "1"
        ),
        QueryParameter(
            name: "limit",
            kind: .whole(1...1_000),
            summary: "The most corrections of the answer; all of them unless told."
        ),
        QueryParameter(
            name: "cursor",
            kind: .text,
            summary: "Only what is behind the line that had this cursor."
        ),
    ]

    /// Every access to corrections over HTTP passes here, and is on the trail before one is read.
    func corrections(_ request: RouteRequest) async throws -> Response {
        guard let access = MiningAccess(request.principal.role, owner: request.principal.owner)
        else { throw Problem.forbidden("a key of this role may not do this") }
        let filter = try CorrectionFilter(asked: request.query.text)
        let place = try Self.place(request.query)
        try await trail.record(
            filter.act(.readCorrections, as: access),
            by: request.principal.actor
        )
        // What cannot be read at all is told with a status, before the stream begins.
        let support = try await reader.support(filter, as: access)
        guard request.query.text("limit") == nil else {
            return try await page(request, filter, support, access, after: place)
        }
        let reader = reader
        let first = try await reader.page(filter, support: support, as: access, after: place)
        return .ndjson { writer in
            var page = first
            while true {
                if !page.corrections.isEmpty {
                    try await writer.write(Self.lines(of: page.corrections[...]))
                }
                guard let next = page.next else { break }
                page = try await reader.page(filter, support: support, as: access, after: next)
            }
            try await writer.finish(nil)
        }
    }

    /// At most so many corrections, with the way to the next ones.
    private func page(
        _ request: RouteRequest,
        _ filter: CorrectionFilter,
        _ support: PatternSupport,
        _ access: MiningAccess,
        after place: CorrectionPlace?
    ) async throws -> Response {
        let limit = request.query.whole("limit")
        var place = place
        var body = ByteBuffer()
        var found = 0
        repeat {
            // Where the context leaves some out, more of them have to be looked at than are given.
            let page = try await reader.page(
                filter,
                support: support,
                as: access,
                after: place,
                limit: filter.asksForContext ? CorrectionReader.pageRows : limit - found
            )
            let taken = page.corrections.prefix(limit - found)
            found += taken.count
            body.writeImmutableBuffer(Self.lines(of: taken))
            place = taken.count < page.corrections.count ? taken.last?.place : page.next
        } while place != nil && found < limit && body.readableBytes < Self.pageBytes
        var headers: HTTPFields = [:]
        headers[.contentType] = "application/x-ndjson"
        if let place, let link = HTTPField.Name("Link") {
            let kept = request.rawQuery.filter { $0.name != "cursor" }
            let query = (kept + [("cursor", place.cursor)]).map { name, value in
                "\(name)=\(value.percentEncodedForQuery)"
            }
            headers[link] =
                "</api/v1/corrections?\(query.joined(separator: "&"))>; rel=\"next\""
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }

    /// An answer of limited length ends when it has so many bytes.
    private static let pageBytes = 8 * 1024 * 1024

    private static func lines(of corrections: ArraySlice<Correction>) -> ByteBuffer {
        var json = JSONWriter()
        for correction in corrections {
            json.correction(correction)
            json.endLine()
        }
        return ByteBuffer(bytes: json.bytes)
    }

    static func place(_ query: QueryValues) throws -> CorrectionPlace? {
        guard let cursor = query.text("cursor") else { return nil }
        guard let place = CorrectionPlace(cursor: cursor) else {
            throw Problem.badParameter("cursor is none that an answer gave", "cursor")
        }
        return place
    }
}

extension Response {
    /// A stream of lines; what goes wrong in the middle cuts the connection off.
    fileprivate static func ndjson(
        _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var headers: HTTPFields = [:]
        headers[.contentType] = "application/x-ndjson"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { writer in
                try await write(&writer)
            }
        )
    }
}
