import Hummingbird
import Redline
import RedlineAnalytics
import RedlineDeliverables
import RedlineExport
import RedlineGzip
import RedlinePostgres
import RedlineStorage
import RedlineTelemetry

extension Problem {
    /// Translates what may go wrong below into what the caller is told.
    ///
    /// This is the only place that does.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refusal as RecordFaults: self.init(refusal)
        case let error as JSONParseError: self.init(RecordFaults(error))
        case let error as GzipError: self.init(error)
        case let error as PostgresError: self.init(error)
        case SpoolError.full:
            self = .busy("the database is away and the spool is full; nothing was recorded")
        case let error as SpoolError: self = .busy("\(error); nothing was recorded")
        case is OutOfPatience: self = .busy("the database does not answer; nothing was recorded")
        case is RecorderIsBusy: self = .busy("too many records wait to be written")
        case let error as TelemetryError: self.init(error)
        case let error as WorkflowLookupError: self.init(error)
        case let error as DocumentLookupError: self.init(error)
        case let error as DocumentRefusal: self.init(error)
        case let error as ExportRefusal: self.init(error)
        case let error as DeliverableLookupError: self.init(error)
        case let error as DeliverableError: self.init(error)
        case let error as FilesFolderError: self.init(error)
        case let error as UnknownReportError: self = .notFound("\(error)")
        case let error as ReportArgumentError: self = .badParameter("\(error)", error.parameter)
        case let error as APIKeyRequestError: self = .badParameter("\(error)", "role")
        case let error as any HTTPResponseError: self.init(status: error.status)
        default: self = .internal
        }
    }

    private init(_ error: TelemetryError) {
        switch error {
        case .unsupportedType:
            self.init(
                status: .unsupportedMediaType,
                code: "unsupported_encoding",
                title: "A type that is not known",
                detail: "\(error)"
            )
        case .tooMany:
            self.init(
                status: .contentTooLarge,
                code: "too_large",
                title: "Too large",
                detail: "\(error)"
            )
        case .malformed:
            self.init(
                status: .badRequest,
                code: "malformed",
                title: "Not OTLP",
                detail: "\(error)"
            )
        case .tooMuchWaits(ofOwner: true):
            self.init(
                status: .tooManyRequests,
                code: "too_many_requests",
                title: "Too much waits",
                detail: "\(error)"
            )
            headers[.retryAfter] = "\(TelemetrySettings.retrySeconds)"
        case .tooMuchWaits(ofOwner: false):
            self = .busy("\(error)")
            headers[.retryAfter] = "\(TelemetrySettings.retrySeconds)"
        }
    }

    private init(_ error: GzipError) {
        switch error {
        case .tooLarge(let limit): self = .tooLarge(limit: limit)
        case .damaged, .truncated:
            self.init(
                status: .badRequest,
                code: "malformed",
                title: "Not gzip",
                detail: "the body says that it is gzip: \(error)"
            )
        }
    }

    private init(_ error: PostgresError) {
        switch error.kind {
        case .connectionFailed, .connectionLost, .poolExhausted, .timeout, .cancelled:
            self = .busy("the database does not answer; nothing was recorded")
        case .sqlState("22023"):
            // A function that refuses a parameter's value names the parameter as its column.
            self = .badParameter(error.message, error.columnName ?? "by")
        case .sqlState, .badValue:
            self = .internal
        }
    }

    private init(_ error: WorkflowLookupError) {
        switch error {
        case .unknown: self = .notFound("there is no such workflow")
        case .ambiguous: self = .ambiguous
        }
    }

    private init(_ error: DocumentLookupError) {
        switch error {
        case .unknown: self = .notFound("there is no such document")
        case .ambiguous: self = .ambiguous
        }
    }

    private init(_ error: DocumentRefusal) {
        switch error {
        case .outdated: self = .outdated
        case .ownerErased(let isUnderWay): self = .ownerErased(isUnderWay: isUnderWay)
        }
    }

    private init(status: HTTPResponse.Status) {
        switch status {
        case .notFound: self = .notFound("there is no such route; see /openapi.json")
        case .contentTooLarge: self = .tooLarge(limit: JSONLimits.record.bytes)
        default:
            self.init(
                status: status,
                code: "bad_request",
                title: status.reasonPhrase,
                detail: "the request cannot be read"
            )
        }
    }
}
