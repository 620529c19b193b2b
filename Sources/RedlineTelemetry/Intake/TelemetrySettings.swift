/// How spans and log records become interactions.
public struct TelemetrySettings: Sendable {
    /// After so long without a further part, a trace is taken as it is.
    public var settling: Duration
    /// The bytes that may wait for the rest of their traces, of all owners.
    public var waitingLimit: Int

    /// The seconds that a trace settles unless somebody says otherwise.
    public static let standardSettlingSeconds = 10
    /// How long a turn that asks for tools waits for what they gave.
    public static let patience = Duration.seconds(600)
    /// After so long a trace is taken as it is, although more of it keeps coming.
    public static let longestWait = Duration.seconds(3_600)
    /// The bytes that may wait unless somebody says otherwise: 1 GiB.
    public static let standardWaitingLimit = 1 << 30
    /// Of those, one part of so many may be one owner's.
    public static let ownerShare = 8
    /// After so many seconds a sender may try again, when too much waits.
    public static let retrySeconds = 5
    /// The most spans or log records of one request.
    public static let itemLimit = 10_000
    /// The most bytes of a request, also unpacked: 16 MiB.
    public static let byteLimit = 16 * 1024 * 1024
    /// So many parts of a trace are read again whenever more of it comes; of one of which more wait,
    /// so many for each part that comes.
    static let leastRead = 100
    static let readShare = 16
    /// The rejected spans or log records that an answer names.
    static let namedRejections = 20

    /// Creates settings.
    public init(
        settling: Duration = .seconds(TelemetrySettings.standardSettlingSeconds),
        waitingLimit: Int = TelemetrySettings.standardWaitingLimit
    ) {
        self.settling = settling
        self.waitingLimit = waitingLimit
    }

    /// The most parts that are read again when so many come.
    ///
    /// Reading all that waits each time would cost a long trace, which comes in many requests, the
    /// square of its length. It settles when nothing more of it comes.
    static func mostRead(for parts: Int) -> Int { max(leastRead, parts * readShare) }

    /// The bytes that may wait of one owner.
    var ownerWaitingLimit: Int { waitingLimit / Self.ownerShare }
}
