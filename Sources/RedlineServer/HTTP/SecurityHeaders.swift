import Foundation
import HTTPTypes
import Hummingbird
import RedlineDigest
import RedlineRendering

/// Tells browsers what they may make of an answer.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = RedlineRequestContext

    /// Whether the service speaks TLS itself.
    let isSecure: Bool

    /// The seconds for which a browser asks this host over TLS alone: a year.
    static let transportSeconds = 31_536_000

    /// A page loads nothing and runs nothing; its own style sheet is known by its digest.
    static let pagePolicy: String = {
        let digest = Data(SHA256Digest.of(Array(ReportFormat.styleSheet.utf8)))
            .base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'"
    }()

    /// A page of the service loads and runs what is the service's own, and sends forms to it alone.
    static let servicePolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        let isPage = response.headers[.contentType]?.hasPrefix("text/html") == true
        if isPage, response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = Self.pagePolicy
        }
        if isSecure {
            response.headers[.strictTransportSecurity] = "max-age=\(Self.transportSeconds)"
        }
        return response
    }
}

extension HTTPField.Name {
    /// What a page tells others of where one came from.
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
}
