import EndpointDouble
import Logging
import Redline
import Testing

@testable import RedlineSummaries

/// A summariser with an endpoint that does what it is told.
struct RunningSummariser: Sendable {
    let summariser: AISummariser
    let endpoint: ScriptedEndpoint
    let time: TestTiming
    private let request: SummaryRequest

    /// The key that must not be seen anywhere.
    static let key = "sk-secret-4711"

    /// Runs both; short time-outs, and no pause takes real time.
    static func run<Result: Sendable>(
        _ script: @escaping @Sendable (Int) -> [ScriptedEndpoint.Step],
        learns: Bool = false,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        limits change: @escaping @Sendable (inout SummaryLimits) -> Void = { _ in },
        _ body: @escaping @Sendable (RunningSummariser) async throws -> Result
    ) async throws -> Result {
        let request = try SampleRequest.first("invoice", SampleRequest.invoice)
        return try await ScriptedEndpoint.run(script) { endpoint in
            var settings = SummarySettings()
            settings.endpoint = try ChatEndpoint(url: endpoint.url, model: "test-model", key: key)
            settings.learns = learns
            change(&settings.limits)
            let time = TestTiming()
            let summariser = AISummariser(settings, logger: logger, timing: time.timing)
            do {
                let result = try await body(
                    RunningSummariser(
                        summariser: summariser,
                        endpoint: endpoint,
                        time: time,
                        request: request
                    )
                )
                await summariser.shutdown()
                return result
            } catch {
                await summariser.shutdown()
                throw error
            }
        }
    }

    /// The summary of the sample invoice, with what is told on the way.
    func follow(_ progress: @escaping @Sendable (SummaryProgress) -> Void) async -> Summary {
        await summariser.summarise(request) { progress($0) }
    }

    /// The summary of the sample invoice.
    func summarise() async -> Summary {
        await summariser.summarise(request)
    }
}
