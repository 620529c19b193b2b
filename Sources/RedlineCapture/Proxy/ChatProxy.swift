import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import Redline
import RedlineStorage

/// Passes requests on to an upstream that speaks OpenAI's protocol, and records what goes by.
public final class ChatProxy: Sendable {
    /// What went through.
    public let counts = CaptureCounts()
    /// Records the exchanges.
    public let recorder: TurnRecorder
    private let settings: UpstreamSettings
    private let slots: ProxySlots
    private let http: HTTPClient

    /// How long a connection to the upstream may take to come about.
    private static let connectSeconds: Int64 = 10

    /// Creates a proxy that records through `intake`; it has to be shut down before that is closed.
    public init(_ settings: UpstreamSettings, intake: RecordIntake, logger: Logger) {
        self.settings = settings
        slots = ProxySlots(settings.concurrency, counts: counts)
        recorder = TurnRecorder(
            intake: intake,
            settling: settings.settling,
            counts: counts,
            logger: logger
        )
        var configuration = HTTPClient.Configuration()
        // A redirect could take messages and the key anywhere.
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(Self.connectSeconds)
        configuration.timeout.read = .seconds(settings.timeout.components.seconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            settings.concurrency
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends a request, and waits for the beginning of the answer.
    ///
    /// - Throws: `ProxyFault`, which is recorded where the request is.
    public func send(_ call: ProxyCall) async throws(ProxyFault) -> Passage {
        guard let url = settings.url else { throw .notConfigured }
        guard slots.take(call.body.count) else {
            counts.count(.refused)
            throw .busy
        }
        let passage = Passage(call, recorder: recorder, counts: counts, slots: slots)
        var request = HTTPClientRequest(url: url + call.path)
        request.method = HTTPMethod(rawValue: call.method)
        request.headers = PassingHeaders.request(call.headers)
        if let authorization = settings.key.map({ "Bearer \($0)" }) ?? call.authorization {
            request.headers.add(name: "authorization", value: authorization)
        }
        if !call.body.isEmpty || call.method == "POST" {
            request.body = .bytes(ByteBuffer(bytes: call.body))
        }
        do {
            let answer = try await http.execute(
                request,
                timeout: .seconds(settings.timeout.components.seconds)
            )
            passage.begin(answer)
            return passage
        } catch {
            // What the library says of it may hold the address.
            let fault = Self.fault(of: error)
            passage.fail(fault)
            throw fault
        }
    }

    static func fault(of error: any Error) -> ProxyFault {
        if Task.isCancelled || error is CancellationError { return .cut }
        guard let error = error as? HTTPClientError else { return .unreachable }
        if error == .cancelled { return .cut }
        return [.readTimeout, .deadlineExceeded].contains(error) ? .timedOut : .unreachable
    }

    /// Records what waits, and closes the connections.
    public func shutdown() async {
        // It only fails where it was shut down before.
        try? await http.shutdown()
        await recorder.shutdown()
    }
}
