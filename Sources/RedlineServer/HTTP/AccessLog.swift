import HTTPTypes
import Hummingbird
import Logging

/// Writes a line into the log for each request, and its id into the answer.
struct AccessLog: RouterMiddleware {
    typealias Context = RedlineRequestContext

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var response = try await next(request, context)
        if context.notes.isPassedOn, response.headers[.requestID] != nil {
            // The upstream's own id is what its people ask for.
            response.headers[.ownRequestID] = context.requestID
        } else {
            response.headers[.requestID] = context.requestID
        }
        let elapsed = ContinuousClock.now - started
        // The request's id is in each line that the logger writes.
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "route": "\(context.notes.route ?? "-")",
                "status": "\(response.status.code)",
                "milliseconds": "\(elapsed / .milliseconds(1))",
                "bytes": "\(response.body.contentLength ?? 0)",
                "key": "\(context.notes.keyID ?? "-")",
            ]
        )
        return response
    }
}
