import ArgumentParser
import Foundation
import RedlineOpenID

/// With which accounts elsewhere people sign in to the pages.
struct OpenIDOptions: ParsableArguments {
    @Option(
        name: .customLong("oidc-issuer"),
        help: ArgumentHelp(
            "The provider whose accounts may sign in to the pages (REDLINE_OIDC_ISSUER).",
            valueName: "url"
        )
    )
    var issuer: String?
    @Option(
        name: .customLong("oidc-client-id"),
        help: ArgumentHelp(
            "As what redline is registered at the provider (REDLINE_OIDC_CLIENT_ID).",
            valueName: "id"
        )
    )
    var clientID: String?
    @Option(
        name: .customLong("oidc-client-secret-file"),
        help: ArgumentHelp(
            "The file that has redline's secret there (REDLINE_OIDC_CLIENT_SECRET_FILE).",
            valueName: "file"
        )
    )
    var secretFile: String?
    @Option(
        name: .customLong("public-url"),
        help: ArgumentHelp(
            "The address at which people reach the pages (REDLINE_PUBLIC_URL).",
            valueName: "url"
        )
    )
    var publicURL: String?

    /// The settings; nil where people sign in with keys alone.
    ///
    /// - Throws: `OpenIDSettingsFault`.
    var settings: OpenIDSettings? {
        get throws(OpenIDSettingsFault) {
            var environment = ProcessInfo.processInfo.environment
            let named = [
                "REDLINE_OIDC_ISSUER": issuer, "REDLINE_OIDC_CLIENT_ID": clientID,
                "REDLINE_OIDC_CLIENT_SECRET_FILE": secretFile, "REDLINE_PUBLIC_URL": publicURL,
            ]
            for (name, value) in named {
                if let value { environment[name] = value }
            }
            return try OpenIDSettings(environment: environment)
        }
    }
}
