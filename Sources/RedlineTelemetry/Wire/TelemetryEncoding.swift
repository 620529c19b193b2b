/// How a request is encoded, and therefore its answer.
public enum TelemetryEncoding: String, Sendable {
    /// Protocol Buffers.
    case protobuf = "application/x-protobuf"
    /// JSON, as OTLP has it.
    case json = "application/json"

    /// The encoding of a `Content-Type`; nil for any other.
    public init?(contentType: String?) {
        let type = (contentType ?? "").prefix { $0 != ";" }.lowercased()
        switch type.filter({ $0 != " " }) {
        case "application/x-protobuf", "application/protobuf": self = .protobuf
        case "application/json": self = .json
        default: return nil
        }
    }
}

/// What a request brings: spans or log records.
public enum TelemetrySignal: String, Sendable {
    /// `/v1/traces`.
    case traces
    /// `/v1/logs`.
    case logs

    /// One of them, in words.
    var item: String { self == .traces ? "span" : "log record" }
}
