import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineWeb

extension Response {
    /// A page.
    static func page(
        _ page: WebPage,
        for visitor: Visitor?,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var headers: HTTPFields = [:]
        headers[.contentType] = "text/html; charset=utf-8"
        // Pages are one person's: nobody between, and nobody after them, is to have them.
        headers[.cacheControl] = "no-store"
        headers[.contentSecurityPolicy] = SecurityHeaders.servicePolicy
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: page.html(for: visitor).markup))
        )
    }

    /// Sends a browser to another page.
    static func see(_ address: String, cookies: [String] = []) -> Response {
        var headers: HTTPFields = [:]
        headers[.location] = address
        headers[.cacheControl] = "no-store"
        headers[values: .setCookie] = cookies
        return Response(status: .seeOther, headers: headers)
    }
}

extension Problem {
    /// What somebody with a browser is told; who is not signed in is asked to.
    func page(for request: Request, _ context: RedlineRequestContext) -> Response {
        guard status == .unauthorized else {
            return page(for: context.notes.visitor, requestID: context.requestID)
        }
        // Whoever was at a review comes back to it.
        let isReview = request.uri.path.hasSuffix("/review")
        let wanted = request.method == .get ? "\(request.uri)" : isReview ? request.uri.path : "/"
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let next = wanted.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        return .see(wanted == "/" ? "/sign-in" : "/sign-in?next=\(next)")
    }

    /// What somebody with a browser is told.
    func page(for visitor: Visitor?, requestID: String) -> Response {
        var response = Response.page(
            FailurePage.page(
                title: title,
                detail: detail,
                faults: faults.map { ($0.pointer, $0.detail) },
                requestID: requestID
            ),
            for: visitor,
            status: status
        )
        for field in headers where field.name != .wwwAuthenticate {
            response.headers[field.name] = field.value
        }
        return response
    }
}
