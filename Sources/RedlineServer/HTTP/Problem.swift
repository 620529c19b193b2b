import HTTPTypes
import Redline
import RedlineStorage

/// Why a request is refused, in the form of RFC 9457 problem details.
struct Problem: Error {
    let status: HTTPResponse.Status
    /// A stable word for programs.
    let code: String
    let title: String
    /// What happened and what to do, for people; no content, no SQL, no full owner.
    let detail: String
    var faults: [RecordFault] = []
    var headers: HTTPFields = [:]
    /// What else programs are told, as JSON by its names.
    var members: [(name: String, json: [UInt8])] = []

    /// The media type of problem details.
    static let mediaType = "application/problem+json"

    func body(requestID: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("type")
        writer.string("urn:redline:problem:\(code)")
        writer.name("title")
        writer.string(title)
        writer.name("status")
        writer.integer(status.code)
        writer.name("detail")
        writer.string(detail)
        writer.name("code")
        writer.string(code)
        writer.name("request_id")
        writer.string(requestID)
        if !faults.isEmpty {
            writer.name("errors")
            writer.faults(faults)
        }
        for (name, json) in members {
            writer.name(name)
            writer.raw(json)
        }
        writer.endObject()
        return writer.bytes
    }
}

extension Problem {
    static func unauthorized(_ detail: String) -> Problem {
        var problem = Problem(
            status: .unauthorized,
            code: "unauthorized",
            title: "A key is needed",
            detail: detail
        )
        problem.headers[.wwwAuthenticate] = "Bearer"
        return problem
    }

    static func forbidden(_ detail: String) -> Problem {
        Problem(status: .forbidden, code: "forbidden", title: "Not for this key", detail: detail)
    }

    static func notFound(_ detail: String) -> Problem {
        Problem(status: .notFound, code: "not_found", title: "Not found", detail: detail)
    }

    static func badParameter(_ detail: String, _ name: String) -> Problem {
        Problem(
            status: .badRequest,
            code: "invalid_parameter",
            title: "A parameter does not fit",
            detail: detail,
            faults: [RecordFault("/\(name)", detail)]
        )
    }

    static func conflict(_ detail: String) -> Problem {
        Problem(
            status: .conflict,
            code: "conflict",
            title: "Another record has this id",
            detail: detail
        )
    }

    static func ownerErased(isUnderWay: Bool) -> Problem {
        Problem(
            status: .conflict,
            code: "owner_erased",
            title: "The owner was erased",
            detail: RecordOutcome.reasonOfErasure(isUnderWay: isUnderWay)
        )
    }

    static let ambiguous = Problem(
        status: .conflict,
        code: "ambiguous",
        title: "Several owners use this id",
        detail: "say whose is meant with the header X-User-Id"
    )

    static let outdated = Problem(
        status: .preconditionFailed,
        code: "outdated",
        title: "Another version is the latest",
        detail: "the document has no version of those that If-Match names as its latest; read it, "
            + "and change what is there now"
    )

    static func tooLarge(limit: Int) -> Problem {
        Problem(
            status: .contentTooLarge,
            code: "too_large",
            title: "Too large",
            detail: "the body has more than \(limit) bytes"
        )
    }

    static func busy(_ detail: String) -> Problem {
        var problem = Problem(
            status: .serviceUnavailable,
            code: "unavailable",
            title: "Not now",
            detail: detail
        )
        problem.headers[.retryAfter] = "1"
        return problem
    }

    static var tooManyWrongKeys: Problem {
        var problem = Problem(
            status: .tooManyRequests,
            code: "too_many_wrong_keys",
            title: "Too many wrong keys",
            detail: "this address has sent too many keys that open nothing; try again in a minute"
        )
        problem.headers[.retryAfter] = "60"
        return problem
    }

    static func slowBody(seconds: Int) -> Problem {
        Problem(
            status: .requestTimeout,
            code: "slow_body",
            title: "The body took too long",
            detail: "a body has to be there within \(seconds) seconds"
        )
    }

    static let `internal` = Problem(
        status: .internalServerError,
        code: "internal",
        title: "Something went wrong",
        detail: "the request failed on our side; the log has more under its request_id"
    )

    init(_ refusal: RecordFaults) {
        let limit = JSONLimits.record.bytes
        switch refusal.kind {
        case .tooLarge: self = .tooLarge(limit: limit)
        case .malformed:
            self.init(
                status: .badRequest,
                code: "malformed",
                title: "Not JSON",
                detail: "\(refusal)",
                faults: refusal.faults
            )
        case .invalid:
            self.init(
                status: .badRequest,
                code: "invalid_record",
                title: "The record breaks a rule",
                detail: "\(refusal)",
                faults: refusal.faults
            )
        }
    }
}

extension JSONWriter {
    /// Faults as `[{pointer, detail}]`.
    mutating func faults(_ faults: [RecordFault]) {
        beginArray()
        for fault in faults {
            beginObject()
            name("pointer")
            string(fault.pointer)
            name("detail")
            string(fault.detail)
            endObject()
        }
        endArray()
    }
}
