/// How spans and log records become interactions.
public struct TelemetrySettings: Sendable {
    /// After so long without a further part, a trace is taken as it is.
    public var settling: Duration

    /// The seconds that a trace settles unless somebody says otherwise.
    public static let standardSettlingSeconds = 10
    /// How long a turn that asks for tools waits for what they gave.
    public static let patience = Duration.seconds(600)
    /// The most spans or log records of one request.
    public static let itemLimit = 10_000
    /// The most bytes of a request, also unpacked: 16 MiB.
    public static let byteLimit = 16 * 1024 * 1024
    /// The rejected spans or log records that an answer names.
    static let namedRejections = 20

    /// Creates settings.
    public init(settling: Duration = .seconds(TelemetrySettings.standardSettlingSeconds)) {
        self.settling = settling
    }
}
