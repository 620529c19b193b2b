import ArgumentParser
import Configuration
import Foundation
import RedlineClient

/// Which service a command works through, in place of a database.
struct ServiceOptions: ParsableArguments {
    @Option(
        name: .customLong("server"),
        help: ArgumentHelp(
            "A redline service to work through in place of a database (REDLINE_SERVER).",
            discussion:
                "The key comes from REDLINE_KEY or --key-file. Where a command cannot do its "
                + "work over HTTP, it says so.",
            valueName: "url"
        )
    )
    var url: String?
    @Option(
        name: .customLong("key-file"),
        help: ArgumentHelp("The file that has the key for --server.", valueName: "file")
    )
    var keyFile: String?

    /// The service that is named; `isOverruled` where a database is, which the environment's service
    /// does not stand against.
    ///
    /// - Throws: `ValidationError`, `CommandError`.
    func address(isOverruled: Bool) throws -> ServiceAddress? {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        guard url == nil || !isOverruled else {
            throw ValidationError("give --server or --database-url, not both")
        }
        let named = url ?? (isOverruled ? nil : environment.string(forKey: "redline.server"))
        guard let named, !named.isEmpty else {
            guard keyFile == nil else { throw ValidationError("--key-file goes with --server") }
            return nil
        }
        let key = try keyFile.map(Self.key) ?? environment.string(forKey: "redline.key")
        guard let address = ServiceAddress(named, key: key) else {
            throw ValidationError("--server takes an address such as https://redline.example.com")
        }
        return address
    }

    private static func key(inFile path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandError("\(path) cannot be read")
        }
        let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !key.isEmpty else { throw CommandError("\(path) has no key in it") }
        return key
    }
}
