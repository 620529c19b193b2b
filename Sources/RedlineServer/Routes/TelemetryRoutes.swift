import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineTelemetry

/// The routes that OpenTelemetry's exporters and collectors send to.
struct TelemetryRoutes: Sendable {
    let telemetry: TelemetryIntake

    var routes: [Route] {
        [
            route(.traces, "/v1/traces", "Record the conversations that spans tell of: OTLP/HTTP."),
            route(.logs, "/v1/logs", "Take log records that belong to such spans: OTLP/HTTP."),
        ]
    }

    /// An answer in both of its encodings.
    static func forms(_ status: HTTPResponse.Status, _ schema: String) -> [RouteAnswer] {
        [
            .json(status, schema),
            RouteAnswer(
                status: status,
                mediaType: TelemetryEncoding.protobuf.rawValue,
                schema: bytes
            ),
        ]
    }

    private static let bytes = "TelemetryBytes"

    private func route(_ signal: TelemetrySignal, _ path: String, _ summary: String) -> Route {
        Route(
            method: .post,
            path: path,
            summary: summary,
            access: .roles([.recorder, .owner]),
            body: RouteBody(
                mediaType: TelemetryEncoding.json.rawValue,
                schema: "Telemetry",
                limit: TelemetrySettings.byteLimit,
                others: [(TelemetryEncoding.protobuf.rawValue, Self.bytes)]
            ),
            answers: Self.forms(.ok, "TelemetryAnswer"),
            errors: .telemetry
        ) { request in
            guard let encoding = TelemetryEncoding(contentType: request.headers[.contentType])
            else { throw TelemetryError.unsupportedType }
            let answer = try await telemetry.take(
                request.body,
                signal,
                encoding,
                owner: request.principal.owner
            )
            return Response(
                status: .ok,
                headers: [.contentType: encoding.rawValue],
                body: .init(byteBuffer: ByteBuffer(bytes: answer))
            )
        }
    }
}

extension Problem {
    /// The problem as a google.rpc.Status.
    func telemetryResponse(_ encoding: TelemetryEncoding) -> Response {
        var headers = headers
        headers[.contentType] = encoding.rawValue
        let bytes = TelemetryAnswer.refused(rpcCode, detail, in: encoding)
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// The code that gRPC has for the status.
    private var rpcCode: Int {
        switch status.code {
        case 401: 16
        case 403: 7
        case 404: 5
        case 408: 4
        case 429: 8
        case 503: 14
        case 500...: 13
        default: 3
        }
    }
}
