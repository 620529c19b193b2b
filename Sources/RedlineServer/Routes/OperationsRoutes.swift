import HTTPTypes
import Hummingbird
import Redline
import RedlinePostgres
import RedlineStorage

/// The routes for whoever runs the service.
struct OperationsRoutes: Sendable {
    let pool: ConnectionPool
    let presence: DatabasePresence
    /// The kinds of personal data that are replaced in records, in words.
    let redacted: [String]

    var routes: [Route] {
        [
            Route(
                method: .get,
                path: "/health",
                summary: "Whether the process is alive.",
                access: .open,
                answers: [.json(.ok, "Health")]
            ) { _ in .status(.ok, "ok", because: nil, redacted: redacted) },
            Route(
                method: .get,
                path: "/ready",
                summary: "Whether the database is reachable and its schema current.",
                access: .open,
                answers: [.json(.ok, "Health"), .json(.serviceUnavailable, "Health")]
            ) { _ in await ready() },
        ]
    }

    private func ready() async -> Response {
        do {
            let missing = try await pool.withConnection { connection in
                try await Migrator().status(on: connection).filter { $0.appliedAt == nil }.count
            }
            guard missing == 0 else {
                return .status(
                    .serviceUnavailable,
                    "not ready",
                    because: "\(DatabaseRefusal.isBehind(migrations: missing))"
                )
            }
            if let obstacle = presence.obstacle {
                return .status(.serviceUnavailable, "not ready", because: obstacle)
            }
            return .status(.ok, "ready", because: nil)
        } catch MigrationError.databaseIsNewer(let database, let known) {
            // Migrations leave who serves already at work: it is ready until the newer one takes over.
            return .status(
                .ok,
                "ready",
                because: "the database is at migration \(database), this redline knows \(known): "
                    + "start the newer redline"
            )
        } catch {
            return .status(
                .serviceUnavailable,
                "not ready",
                because: "the database does not answer"
            )
        }
    }
}

extension Response {
    fileprivate static func status(
        _ status: HTTPResponse.Status,
        _ word: String,
        because reason: String?,
        redacted: [String] = []
    ) -> Response {
        .json(status) { json in
            json.beginObject()
            json.name("status")
            json.string(word)
            if let reason {
                json.name("reason")
                json.string(reason)
            }
            if !redacted.isEmpty {
                json.name("redacted")
                json.beginArray()
                for kind in redacted { json.string(kind) }
                json.endArray()
            }
            json.endObject()
        }
    }
}
