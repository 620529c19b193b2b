import CLibPQ

/// How to connect: libpq's own connection string, and the session settings every connection has.
///
/// Every session speaks UTF-8, UTC and ISO dates, and plans each prepared statement for its own
/// parameters, because a generic plan locks every partition. The description shows no password.
public struct ConnectionOptions: Sendable {
    /// A libpq connection string or URI; empty for the `PG*` variables of the environment.
    public var connectionString: String
    /// What `pg_stat_activity` shows.
    public var applicationName: String
    /// Seconds to wait for each host; libpq waits two at least.
    public var connectTimeoutSeconds: Int
    /// `statement_timeout`, nil to leave it to the server.
    public var statementTimeoutMilliseconds: Int?
    /// `lock_timeout`, nil to leave it to the server.
    public var lockTimeoutMilliseconds: Int?
    /// More settings of the session by name.
    public var settings: [String: String]
    /// Receives notices and warnings, on the connection's thread; nil drops them.
    public var noticeHandler: (@Sendable (PostgresNotice) -> Void)?

    /// Makes options.
    public init(
        _ connectionString: String = "",
        applicationName: String = "",
        connectTimeoutSeconds: Int = 10,
        statementTimeoutMilliseconds: Int? = nil,
        lockTimeoutMilliseconds: Int? = nil,
        settings: [String: String] = [:],
        noticeHandler: (@Sendable (PostgresNotice) -> Void)? = nil
    ) {
        self.connectionString = connectionString
        self.applicationName = applicationName
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.statementTimeoutMilliseconds = statementTimeoutMilliseconds
        self.lockTimeoutMilliseconds = lockTimeoutMilliseconds
        self.settings = settings
        self.noticeHandler = noticeHandler
    }
}

extension ConnectionOptions: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Host, port, database and user of the connection string; nothing else of it.
    public var description: String {
        guard let parsed = try? conninfo() else { return "ConnectionOptions(unreadable)" }
        let shown = ["host", "hostaddr", "port", "dbname", "user"].compactMap { keyword in
            parsed[keyword].map { "\(keyword)=\($0)" }
        }
        return "ConnectionOptions(\(shown.joined(separator: " ")))"
    }

    /// The same as the description.
    public var debugDescription: String { description }

    /// Shows the description only.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
