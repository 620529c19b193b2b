import ArgumentParser
import Configuration
import RedlinePostgres
import RedlineRedaction
import RedlineStorage

/// Which personal data are replaced in records before anything of them is stored.
struct RedactionOptions: ParsableArguments {
    @Option(
        name: .customLong("redact"),
        help: ArgumentHelp(
            "Replace personal data before they are stored: emails, phones, cards, ibans, ips "
                + "(REDLINE_REDACT).",
            valueName: "kinds"
        )
    )
    var kinds: String?
    @Option(
        name: .customLong("redact-key"),
        help: ArgumentHelp(
            "The file of the placeholders' key, made where there is none (REDLINE_REDACT_KEY; "
                + "REDLINE_HOME/redaction.key).",
            valueName: "file"
        )
    )
    var key: String?
    @Flag(
        name: .customLong("redact-new-key"),
        help: "Take the key although earlier placeholders were made with another one, once."
    )
    var takesNewKey = false

    func validate() throws {
        let kinds = try named
        guard !takesNewKey || !kinds.isEmpty else {
            throw ValidationError("--redact-new-key goes with --redact")
        }
    }

    /// Refuses to replace anything on the way to a service, which has that to do by itself.
    ///
    /// - Throws: `ValidationError`.
    func requireNone() throws {
        guard try named.isEmpty else {
            throw ValidationError(
                "over HTTP the service replaces personal data: redline serve --redact"
            )
        }
    }

    /// How personal data are replaced in what this database gets; nil where they are not.
    ///
    /// - Throws: `RedactionKeyError` where the key is missing or another than the database's.
    func redaction(for database: OpenDatabase, isAway: Bool) async throws -> RecordRedaction? {
        let kinds = try named
        let pool = database.pool(connections: 1)
        do {
            let register = RedactionKeyRegister(pool)
            let redaction =
                kinds.isEmpty
                ? nil : RecordRedaction(kinds, key: try await key(register, isAway: isAway))
            if let redaction {
                let names = redaction.kindNames.joined(separator: ", ")
                Messages.say("Replaced before they are recorded: \(names) (\(redaction.key)).")
            } else if !isAway, (try? await register.known()) != nil {
                // A reminder, for whose sake nothing fails.
                Messages.say(
                    "Personal data have been replaced in records of this database; without "
                        + "--redact they are recorded as they come."
                )
            }
            await pool.shutdown()
            return redaction
        } catch {
            await pool.shutdown()
            throw error
        }
    }

    private func key(
        _ register: RedactionKeyRegister,
        isAway: Bool
    ) async throws -> RedactionKey {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        let named = key ?? environment.string(forKey: "redline.redact.key")
        let path =
            named.flatMap { $0.isEmpty ? nil : $0 } ?? "\(PrivateCluster().home)/redaction.key"
        let file = RedactionKeyFile(path: path)
        // While the database is away, the key is held against its own when it is back.
        guard !isAway else {
            guard let key = try file.read() else {
                throw RedactionKeyError.isMissing(path, isDatabaseAway: true)
            }
            return key
        }
        let found = try file.read()
        if found == nil, !takesNewKey, try await register.known() != nil {
            throw RedactionKeyError.isMissing(path, isDatabaseAway: false)
        }
        let key = try found ?? file.make()
        if takesNewKey { try await register.replace(key) }
        guard try await register.claim(key) else { throw RedactionKeyError.isAnother(path) }
        return key
    }

    /// The kinds that are named; empty where nothing is to be replaced.
    private var named: Set<PersonalData> {
        get throws {
            let environment = ConfigReader(provider: EnvironmentVariablesProvider())
            let list = kinds ?? environment.string(forKey: "redline.redact") ?? ""
            let isGiven = kinds != nil
            var named: Set<PersonalData> = []
            for word in list.split(separator: ",", omittingEmptySubsequences: false) {
                let name = String(word.trimmingPrefix { $0 == " " })
                guard let kind = PersonalData(plural: name) else {
                    // A variable that is set to nothing says nothing.
                    if !isGiven, list.isEmpty { return [] }
                    throw ValidationError(
                        "--redact takes "
                            + PersonalData.allCases.map(\.plural).joined(separator: ", ")
                            + (name.isEmpty ? "" : "; there is no \(name)")
                    )
                }
                named.insert(kind)
            }
            return named
        }
    }
}
