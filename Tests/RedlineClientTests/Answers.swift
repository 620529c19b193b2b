import EndpointDouble
import Redline
import RedlineClient
import Synchronization
import Testing

/// Answers as a service gives them.
enum Answers {
    static func tally(
        accepted: Int = 1,
        duplicates: Int = 0,
        refused: [(line: Int, detail: String)] = []
    ) -> [ScriptedEndpoint.Step] {
        let errors = refused.map { #"{"line":\#($0.line),"detail":"\#($0.detail)","errors":[]}"# }
        return ScriptedEndpoint.http(
            200,
            #"{"accepted":\#(accepted),"duplicates":\#(duplicates),"rejected":\#(refused.count),"#
                + #""errors":[\#(errors.joined(separator: ","))]}"#
        )
    }

    static func problem(
        _ status: Int,
        _ detail: String,
        headers: [String] = []
    ) -> [ScriptedEndpoint.Step] {
        ScriptedEndpoint.http(
            status,
            #"{"type":"about:blank","title":"x","status":\#(status),"detail":"\#(detail)"}"#,
            headers: headers
        )
    }
}

extension ScriptedEndpoint {
    /// The service that it stands for.
    var service: ServiceAddress? { ServiceAddress("http://127.0.0.1:\(port)", key: "rl_secret") }

    /// The interactions' messages of each request.
    var sent: [[String]] {
        requests.map { request in
            request.body.split(separator: "\n").compactMap { line in
                (try? JSONDocument(parsing: String(line)))?.root["user_message"]?.string
            }
        }
    }
}

/// Records that were handed over.
final class HandedOver: Sendable {
    private let records = Mutex<[RefusedRecord]>([])
    var all: [RefusedRecord] { records.withLock { $0 } }
    func take(_ record: RefusedRecord) { records.withLock { $0.append(record) } }
}

/// An interaction that is small enough to go unpacked.
func interaction(_ message: String) -> InteractionRecord {
    InteractionRecord(owner: "a@example.com", userMessage: message, assistantResponse: "a")
}

/// Waits until something is so, a minute at most.
func wait(_ what: Comment, _ isSo: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !isSo() {
        try #require(ContinuousClock.now < deadline, what)
        try await Task.sleep(for: .milliseconds(5))
    }
}
