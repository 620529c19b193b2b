import ArgumentParser
import Configuration
import RedlineServer

/// With which certificate the service speaks TLS.
struct TLSOptions: ParsableArguments {
    @Option(
        name: .customLong("tls-certificate"),
        help: ArgumentHelp(
            "The certificate and its chain, in PEM (REDLINE_TLS_CERTIFICATE).",
            valueName: "file"
        )
    )
    var certificate: String?
    @Option(
        name: .customLong("tls-key"),
        help: ArgumentHelp("The certificate's key, in PEM (REDLINE_TLS_KEY).", valueName: "file")
    )
    var key: String?

    func validate() throws {
        let (certificate, key) = named
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError(
                certificate == nil
                    ? "there is a key for TLS and no certificate: name it with --tls-certificate"
                    : "there is a certificate for TLS and no key: name it with --tls-key"
            )
        }
    }

    /// The files; nil for plain HTTP.
    var files: TLSFiles? {
        guard case (let certificate?, let key?) = named else { return nil }
        return TLSFiles(certificate: certificate, key: key)
    }

    private var named: (certificate: String?, key: String?) {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        let named = [
            certificate ?? environment.string(forKey: "redline.tls.certificate"),
            key ?? environment.string(forKey: "redline.tls.key"),
        ].map { $0?.isEmpty == true ? nil : $0 }
        return (named[0], named[1])
    }
}
