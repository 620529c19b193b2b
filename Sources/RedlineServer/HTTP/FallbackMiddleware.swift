import Hummingbird

/// Answers what no route takes: another method of a known path, or a path that is not known.
struct FallbackMiddleware: RouterMiddleware {
    typealias Context = RedlineRequestContext

    let routes: [Route]

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let matching = routes.filter { $0.matches(request.uri.path) }
            let methods = Set(matching.map(\.method.rawValue)).sorted()
            var problem = Problem(error)
            if problem.status == .notFound, !methods.isEmpty {
                problem = Problem(
                    status: .methodNotAllowed,
                    code: "method_not_allowed",
                    title: "Another method is needed",
                    detail: "this path takes \(methods.joined(separator: ", "))"
                )
                problem.headers[.allow] = methods.joined(separator: ", ")
            }
            // Browsers say that they want a page; programs do not.
            let isBrowser = request.headers[.accept]?.contains("text/html") == true
            return isBrowser
                ? problem.page(for: nil, requestID: context.requestID)
                : problem.response(requestID: context.requestID, shape: .problem)
        }
    }
}

extension Route {
    /// Whether a path is this route's, whatever the method.
    func matches(_ path: String) -> Bool {
        let mine = self.path.split(separator: "/")
        let theirs = path.split(separator: "/")
        guard mine.count == theirs.count else { return false }
        return zip(mine, theirs).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
}
