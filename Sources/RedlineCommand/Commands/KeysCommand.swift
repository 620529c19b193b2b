import ArgumentParser
import Redline
import RedlineRendering
import RedlineStorage

/// The command `redline keys`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "API keys of the HTTP service.",
        subcommands: [Create.self, List.self, Revoke.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key. It is shown once and cannot be read again.",
            discussion: """
                Roles: recorder (record for any owner), owner (one owner's records), analyst \
                (reports), miner (corrections), compliance (export, hold, erase), admin (all).
                """
        )

        @OptionGroup var database: DatabaseOptions
        @Option(help: "recorder, owner, analyst, miner, compliance or admin.")
        var role: KeyRole
        @Option(help: "Whose records a key of the role owner opens.")
        var owner: Owner?
        @Option(help: "What to call it.")
        var name = "key"
        @Option(help: "When it runs out (RFC 3339 or a date).")
        var expires: Timestamp?

        func run() async throws {
            let request: APIKeyRequest
            do throws(APIKeyRequestError) {
                request = try APIKeyRequest(
                    name: name,
                    role: role,
                    owner: owner,
                    expiresAt: expires
                )
            } catch {
                throw ValidationError("\(error)")
            }
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let made = try await KeyStore(opened.pool()).create(
                request,
                by: .operatingSystemUser
            )
            Messages.say("Key \(made.key.id); it is not shown again:")
            try Terminal.write(made.secret + "\n")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All keys, the newest first.")

        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let now = Timestamp.now
            let table = TextTable(
                columns: [
                    .id("key", isKey: true), .text("name"), .text("role"), .text("owner"),
                    .text("made"), .text("last used"), .text("state"),
                ],
                rows: try await KeyStore(opened.pool()).list(by: .operatingSystemUser).map { key in
                    [
                        key.id, key.name, key.role.rawValue, key.owner?.name ?? "",
                        key.createdAt.toTheSecond, key.lastUsedAt?.toTheSecond ?? "never",
                        Self.state(of: key, now),
                    ]
                }
            )
            try Terminal.write(table.text(Terminal.style))
        }

        private static func state(of key: APIKey, _ now: Timestamp) -> String {
            if key.revokedAt != nil { return "revoked" }
            guard let expires = key.expiresAt else { return "valid" }
            return expires > now ? "until \(expires.toTheSecond)" : "run out"
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key, so that it opens nothing any more."
        )

        @OptionGroup var database: DatabaseOptions
        @Argument(help: "The key's id, as redline keys list shows it.")
        var key: String

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let keys = KeyStore(opened.pool())
            guard let revoked = try await keys.revoke(id: key, by: .operatingSystemUser) else {
                throw CommandError("there is no key \(key); see redline keys list")
            }
            Messages.say("Key \(revoked.id) (\(revoked.name)) is revoked.")
        }
    }
}

extension KeyRole: ExpressibleByArgument {}
