import HTTPTypes
import Redline
import RedlineDigest
import RedlineWeb

extension RouteRequest {
    /// Takes what a page's request brings besides: who looks at it, and the form that they sent.
    ///
    /// A form counts where it comes from a page of this service that was made for this sign-in.
    ///
    /// - Throws: `Problem` 403 for a form from elsewhere.
    mutating func takePage(_ signIn: SignInToken?, _ route: Route) throws {
        if route.access.needsKey, let signIn {
            visitor = Visitor(
                role: principal.role,
                owner: principal.owner,
                formToken: signIn.formToken
            )
        }
        guard route.body != nil else { return }
        let site = headers[.secFetchSite]
        guard site == nil || site == "same-origin" || site == "none" else {
            throw Problem.foreignForm
        }
        form = try FormValues(body)
        guard let visitor else { return }
        // Of texts that are hashed, how long it takes to compare them says nothing.
        let sent = SHA256Digest.of(Array((form.text("form_token") ?? "").utf8))
        guard sent == SHA256Digest.of(Array(visitor.formToken.utf8)) else {
            throw Problem.foreignForm
        }
    }
}

extension RouteBody {
    /// A form of a page.
    static func form(limit: Int = 64 * 1024) -> RouteBody {
        RouteBody(
            mediaType: "application/x-www-form-urlencoded",
            schema: "Text",
            limit: limit
        )
    }
}

extension Problem {
    /// A form that no page of this sign-in has sent.
    static let foreignForm = Problem(
        status: .forbidden,
        code: "foreign_form",
        title: "This form is not from your pages",
        detail: "it was made for another sign-in, or comes from another site: go back, load the "
            + "page again and send it once more"
    )
}

extension HTTPField.Name {
    /// From where a browser says that a request comes.
    fileprivate static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
