import HTTPTypes
import Hummingbird
import NIOCore
import Redline
import RedlineCapture
import RedlineStorage
import RedlineTools

/// The route by which existing clients have a message answered: by the AI, with the registered tools.
struct AssistantRoute: Sendable {
    let assistant: Assistant
    let intake: RecordIntake

    /// The bytes of a message with all that is around it.
    static let bodyLimit = 1_048_576

    var route: Route {
        Route(
            method: .post,
            path: "/api/tool_call_handler",
            summary: "Have the AI answer a message with the registered tools, and record the turn.",
            // The thread's earlier turns are read: a key that only records may not.
            access: .roles([.owner]),
            body: RouteBody(
                mediaType: "application/json",
                schema: "AssistantMessage",
                limit: Self.bodyLimit
            ),
            answers: [.json(.ok, "AssistantAnswer")],
            errors: .legacy,
            asksOthers: true,
            handle: answer
        )
    }

    private func answer(_ request: RouteRequest) async throws -> Response {
        let turn = try turn(of: request)
        if turn.threadID != nil, let obstacle = intake.presence.obstacle {
            throw Problem.withoutHistory(obstacle)
        }
        let departure = try await request.channel.pipeline.handler(type: CallerDeparture.self).get()
        let finished: FinishedTurn
        do {
            finished = try await departure.cancelling { try await assistant.turn(turn) }
        } catch let fault as AssistantFault {
            throw Problem(fault)
        } catch let error where error.isOfAbsence {
            throw Problem.withoutHistory("the database does not answer")
        }
        return try finished.response()
    }

    /// Checks the message by the rules of records: what could not be recorded is not begun.
    private func turn(of request: RouteRequest) throws -> TurnRequest {
        let root = try JSONDocument(parsing: request.body).root
        guard root.kind == .object else {
            throw Problem.badParameter("the body must be an object with a message", "message")
        }
        guard let message = root["message"]?.string, !message.isEmpty else {
            throw Problem.badParameter("message is required: a text that is not empty", "message")
        }
        var json = JSONWriter()
        json.beginObject()
        json.name("user_message")
        json.string(message)
        json.name("assistant_response")
        json.string("-")
        for name in ["user_id", "thread_id"] {
            guard let value = root[name] else { continue }
            json.name(name)
            value.withTextBytes { json.raw($0) }
        }
        json.endObject()
        let context = RecordContext(owner: request.principal.owner, isInteraction: true)
        let draft = try intake.prepare(JSONDocument(parsing: json.bytes), context)
        guard let owner = draft.record.owner else { throw Problem.internal }
        return TurnRequest(
            message: message,
            owner: owner,
            threadID: root["thread_id"]?.string,
            actor: request.principal.actor,
            requestID: request.requestID
        )
    }
}

extension FinishedTurn {
    /// What the caller is told: the answer, or why there is none; and where the turn is recorded.
    fileprivate func response() throws -> Response {
        var receipt: RecordReceipt?
        var isWaiting = false
        var warning: String?
        switch recording {
        case .success(let outcome): (receipt, isWaiting) = try RecordAnswer.receipt(of: outcome)
        case .failure(let error): warning = "the turn was not recorded: \(Problem(error).detail)"
        }
        if let failure { return try failure.response(turn: receipt?.id) }
        return .json(.ok) { json in
            json.beginObject()
            json.name("status")
            json.string("success")
            json.name("response")
            json.string(turn.answer)
            json.name("interaction_id")
            json.string(turn.id)
            json.name("thread_id")
            json.string(turn.threadID)
            json.name("user_id")
            json.string(turn.owner.name)
            json.name("timestamp")
            json.string("\(turn.startedAt)")
            for name in ["tool_calls", "metadata"] {
                json.name(name)
                if let value = record.root[name] {
                    value.withTextBytes { json.raw($0) }
                } else {
                    json.null()
                }
            }
            json.name("history_turns")
            json.integer(historyTurns)
            json.name("storage_location")
            if receipt == nil {
                json.null()
            } else {
                json.string(isWaiting ? "spool" : "postgresql:redline.interaction")
            }
            if let warning {
                json.name("warning")
                json.string(warning)
            }
            json.endObject()
        }
    }
}

extension TurnFailure {
    /// The failure in the form of existing clients; `turn` is where it is recorded.
    fileprivate func response(turn id: String?) throws -> Response {
        let place = id.map { "the turn is recorded as \($0)" } ?? "the turn was not recorded"
        switch self {
        case .tooManyRounds(let rounds):
            return .legacyError(
                .badGateway,
                "the AI asked for tools \(rounds) times without an answer; \(place)"
            )
        case .timedOut(let seconds):
            throw Problem.busy("the turn took more than \(seconds) seconds; \(place)")
        case .endpoint(.badAnswer), .endpoint(.answerTooLarge), .endpoint(.refused):
            return .legacyError(.badGateway, "the AI gave no answer (\(code)); \(place)")
        case .endpoint:
            throw Problem.busy("the AI does not answer (\(code)); \(place); try again later")
        }
    }
}

extension Response {
    /// An error in the form of existing clients.
    static func legacyError(_ status: HTTPResponse.Status, _ text: String) -> Response {
        .json(status) { json in
            json.beginObject()
            json.name("error")
            json.string(text)
            json.endObject()
        }
    }
}

extension Problem {
    /// A thread that goes on without what was said before would only mislead.
    fileprivate static func withoutHistory(_ reason: String) -> Problem {
        .busy(
            "\(reason), so the thread's earlier turns cannot be read; without thread_id a new thread "
                + "begins"
        )
    }

    fileprivate init(_ fault: AssistantFault) {
        switch fault {
        case .notConfigured:
            self = .notFound(
                "there is no AI: set REDLINE_AI_URL and REDLINE_AI_MODEL, and REDLINE_AI_KEY where "
                    + "it wants one, for redline serve"
            )
        case .busy: self = .busy("too many messages are being answered; try again soon")
        }
    }
}
