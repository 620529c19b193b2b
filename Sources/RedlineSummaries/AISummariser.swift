import Logging
import Redline

/// Summarises documents with the configured AI, and with the built-in summariser where there is none
/// or it does not answer.
///
/// There is one for each endpoint and process: it keeps the endpoint's connections, and remembers
/// whether it is up and what of the protocol it knows.
public final class AISummariser: Summariser {
    private let settings: SummarySettings
    private let exchanges: ChatExchanges?
    private let fallback = ExtractiveSummariser()
    private let logger: Logger

    /// Creates one; ``shutdown()`` has to be called before it goes.
    public convenience init(_ settings: SummarySettings, logger: Logger) {
        self.init(settings, logger: logger, timing: .system)
    }

    init(_ settings: SummarySettings, logger: Logger, timing: Timing) {
        self.settings = settings
        self.logger = logger
        exchanges = settings.endpoint.map { endpoint in
            ChatExchanges(endpoint, limits: settings.limits, timing: timing)
        }
    }

    /// Closes the endpoint's connections.
    public func shutdown() async {
        await exchanges?.shutdown()
    }

    /// Summarises a document.
    ///
    /// A task that is cancelled ends its request at once, and still has a summary.
    public func summarise(_ request: SummaryRequest) async -> Summary {
        await summarise(request, through: nil)
    }

    /// Summarises a document and tells what comes of it while it is being written.
    ///
    /// The texts since the last ``SummaryProgress/restarted`` are those of the summary, but for white
    /// space.
    public func summarise(
        _ request: SummaryRequest,
        progress: @escaping @Sendable (SummaryProgress) async -> Void
    ) async -> Summary {
        let relay = ProgressRelay(progress)
        let summary = await summarise(request, through: relay)
        if summary.fallbackReason != nil { await relay.replace(with: summary) }
        return summary
    }

    private func summarise(
        _ request: SummaryRequest,
        through relay: ProgressRelay?
    ) async -> Summary {
        let start = ContinuousClock.now
        guard let exchanges else {
            return fallback.summary(
                of: request,
                because: .notConfigured,
                use: SummaryUse(),
                since: start
            )
        }
        var use = SummaryUse()
        do throws(EndpointFault) {
            var random = SystemRandomNumberGenerator()
            let prompt = Prompt(
                request,
                examples: settings.examples(for: request),
                documentBytes: settings.limits.documentBytes,
                using: &random
            )
            let (parts, model) = try await ask(prompt, of: exchanges, &use, relay)
            use.duration = ContinuousClock.now - start
            return Summary(
                parts: parts,
                model: model,
                use: use,
                isOfWholeDocument: prompt.isOfWholeDocument
            )
        } catch {
            logger.notice(
                "the AI did not answer, so that the built-in summariser does",
                metadata: ["reason": "\(error.code)", "attempts": "\(use.attempts)"]
            )
            return fallback.summary(of: request, because: error, use: use, since: start)
        }
    }

    /// Asks for a summary, and once more where the answer is none.
    private func ask(
        _ prompt: Prompt,
        of exchanges: ChatExchanges,
        _ use: inout SummaryUse,
        _ relay: ProgressRelay?
    ) async throws(EndpointFault) -> (parts: [SummaryPart: [Statement]], model: String) {
        let deadline = exchanges.deadline()
        var messages = prompt.messages
        while true {
            let answer = try await exchanges.answer(
                to: messages,
                until: deadline,
                &use,
                relay: relay
            )
            guard !answer.isRefusal, answer.finishReason != "content_filter" else {
                throw .declined
            }
            guard answer.finishReason != "length" else { throw .answerCut }
            switch AnswerReading(answer.content) {
            case .summary(let parts):
                return (parts, answer.model ?? exchanges.model)
            case .faults(let faults):
                guard use.repairs == 0 else { throw .badAnswer }
                use.repairs += 1
                messages = prompt.messages + Prompt.repair(answer.content, faults: faults)
            }
        }
    }
}

extension SummarySettings {
    /// The examples that a model may see: the owner's own, where it may learn at all.
    func examples(for request: SummaryRequest) -> [CorrectionExample] {
        guard learns else { return [] }
        return request.examples.filter { $0.owner == request.owner }
            .sorted { $0.corrections > $1.corrections }
    }
}
