import Redline

/// A request that is to be passed on.
public struct ProxyCall: Sendable {
    /// The method.
    public let method: String
    /// The path below the upstream's address, such as `/chat/completions`, with its query.
    public let path: String
    /// The caller's header fields; those that concern redline alone are left out.
    public let headers: [(name: String, value: String)]
    /// The body.
    public let body: [UInt8]
    /// What the caller would have in `Authorization` where redline has no key of its own.
    public let authorization: String?
    /// As whose and what the exchange is recorded; nil where it is only passed on.
    public let recording: ProxyRecording?

    /// Creates a request.
    public init(
        method: String,
        path: String,
        headers: [(name: String, value: String)],
        body: [UInt8],
        authorization: String?,
        recording: ProxyRecording?
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.authorization = authorization
        self.recording = recording
    }
}

/// As whose and what an exchange is recorded.
public struct ProxyRecording: Sendable {
    /// Whose it is.
    public let owner: Owner
    /// The thread that the caller named.
    public let threadID: String?
    /// By what the request is found in the log.
    public let requestID: String
    /// When the request came.
    public let startedAt: Timestamp

    /// Creates it.
    public init(owner: Owner, threadID: String?, requestID: String, startedAt: Timestamp) {
        self.owner = owner
        self.threadID = threadID
        self.requestID = requestID
        self.startedAt = startedAt
    }

    /// For whom the body of a chat request speaks, by its member `user`; nil where it does not say.
    public static func user(of body: [UInt8]) -> String? {
        var limits = JSONLimits.record
        limits.bytes = TurnAssembly.requestLimit
        return (try? JSONDocument(parsing: body, limits: limits))?.root["user"]?.string
    }

    /// Whether a thread may have that name.
    public static func isThread(_ name: String) -> Bool { ThreadName.isValid(name) }
}

/// Why a request got no answer from the upstream.
public enum ProxyFault: Error, Sendable, Equatable {
    /// There is no upstream.
    case notConfigured
    /// Too many requests are under way.
    case busy
    /// The upstream cannot be reached, or broke off before it answered.
    case unreachable
    /// It sent nothing for too long.
    case timedOut
    /// The caller went away.
    case cut
}
