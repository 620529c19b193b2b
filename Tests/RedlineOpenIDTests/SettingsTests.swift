import Foundation
import Testing

@testable import RedlineOpenID

@Suite("The settings of the sign-in")
struct SettingsTests {
    private static let fine = [
        "REDLINE_OIDC_ISSUER": "https://login.example.com/realms/people",
        "REDLINE_OIDC_CLIENT_ID": "redline", "REDLINE_OIDC_CLIENT_SECRET": "not-to-be-shown",
        "REDLINE_PUBLIC_URL": "https://redline.example.com/",
    ]

    @Test("are none where nothing is said, and otherwise whole")
    func whole() throws {
        #expect(try OpenIDSettings(environment: [:]) == nil)
        #expect(try OpenIDSettings(environment: ["REDLINE_OIDC_ISSUER": ""]) == nil)
        #expect(try OpenIDSettings(environment: ["REDLINE_PUBLIC_URL": "x"]) == nil)
        let settings = try #require(try OpenIDSettings(environment: Self.fine))
        #expect(settings.redirectURL == "https://redline.example.com/sign-in/openid/callback")
        #expect(settings.scopes == ["openid", "email", "profile"])
        #expect(settings.isSecure)
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!"\(settings) \(String(reflecting: settings)) \(dumped)".contains("shown"))
        for name in Self.fine.keys {
            let rest = Self.fine.filter { $0.key != name }
            let fault = try #require(throws: OpenIDSettingsFault.self) {
                try OpenIDSettings(environment: rest)
            }
            #expect(fault.variable == name)
            #expect(fault.rule.hasPrefix("is missing: "))
        }
    }

    @Test("are refused with the one that is wrong, and never with what it is")
    func wrong() throws {
        let wrong: [(String, String, String)] = [
            ("ISSUER", "http://login.example.com", "https unless it is of this machine"),
            ("ISSUER", "login.example.com", "such as https://"),
            ("ISSUER", "https://login.example.com?a=1", "without ? and #"),
            ("ISSUER", "https://a:b@login.example.com", "such as https://"),
            ("SCOPES", "email", "openid among them"), ("SCOPES", "openid \"", "words"),
            ("ROLES", "a=analyst", "is missing"), ("ROLE_CLAIM", "groups", "is missing"),
            ("REQUIRED_CLAIMS", "hd", "pairs such as hd=example.com"),
            ("REQUIRED_CLAIMS", "hd=", "pairs"), ("REQUIRED_CLAIMS", "a=b,,c=d", "pairs"),
            ("CLIENT_SECRET", "a\nb", "visible"), ("CLIENT_ID", "ü", "visible"),
            ("CLIENT_SECRET_FILE", "/etc/hostname", "do not go together"),
            ("NAME", String(repeating: "a", count: 101), "100 characters"),
            ("REQUIRED_CLAIM", "hd=example.com", "did you mean REDLINE_OIDC_REQUIRED_CLAIMS?"),
        ]
        for (name, value, said) in wrong {
            let fault = try #require(throws: OpenIDSettingsFault.self, "\(name) \(value)") {
                try OpenIDSettings(
                    environment: Self.fine.merging(["REDLINE_OIDC_\(name)": value]) { $1 }
                )
            }
            #expect(fault.variable.hasPrefix("REDLINE_OIDC_"), "\(fault)")
            #expect(fault.rule.contains(said), "\(fault)")
            #expect(!fault.rule.contains(value) || !name.hasPrefix("CLIENT"), "\(fault)")
        }
        for roles in ["a=boss", "a=recorder", "a", "=analyst"] {
            let fault = try #require(throws: OpenIDSettingsFault.self) {
                try OpenIDSettings(
                    environment: Self.fine.merging([
                        "REDLINE_OIDC_ROLE_CLAIM": "groups", "REDLINE_OIDC_ROLES": roles,
                    ]) { $1 }
                )
            }
            #expect(fault.variable == "REDLINE_OIDC_ROLES")
        }
        for address in ["http://redline.example.com", "https://example.com/redline", "redline"] {
            let fault = try #require(throws: OpenIDSettingsFault.self) {
                try OpenIDSettings(
                    environment: Self.fine.merging(["REDLINE_PUBLIC_URL": address]) { $1 }
                )
            }
            #expect(fault.variable == "REDLINE_PUBLIC_URL")
        }
        for address in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:80"] {
            let settings = try OpenIDSettings(
                environment: Self.fine.merging(["REDLINE_PUBLIC_URL": address]) { $1 }
            )
            #expect(settings?.isSecure == false)
        }
    }

    @Test("have the secret from a file where one is named")
    func file() throws {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "redline-secret-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        var environment = Self.fine
        environment["REDLINE_OIDC_CLIENT_SECRET"] = nil
        environment["REDLINE_OIDC_CLIENT_SECRET_FILE"] = file.path
        for (text, secret) in [(nil, nil), ("\n", nil), ("of a file\n", "of a file")]
            as [(String?, String?)]
        {
            try text.map { try Data($0.utf8).write(to: file) }
            if let secret {
                #expect(try OpenIDSettings(environment: environment)?.clientSecret == secret)
            } else {
                let fault = try #require(throws: OpenIDSettingsFault.self) {
                    try OpenIDSettings(environment: environment)
                }
                #expect(fault.variable == "REDLINE_OIDC_CLIENT_SECRET_FILE")
            }
        }
    }
}
