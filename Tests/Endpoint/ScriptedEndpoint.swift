import NIOCore
import NIOPosix
import Redline
import Synchronization

/// A server that speaks OpenAI's protocol as badly as it is told to, byte by byte.
public final class ScriptedEndpoint: Sendable {
    /// A part of a reply.
    public enum Step: Sendable {
        /// Bytes that are sent as they are.
        case send([UInt8])
        /// A pause.
        case wait(Duration)
        /// Nothing more until that is so, or a minute is over.
        case until(@Sendable () -> Bool)
        /// Nothing more, until the client goes.
        case hang
    }

    /// A request as it came.
    public struct Received: Sendable {
        /// The request line and the header fields.
        public let head: String
        /// The body.
        public let body: String

        /// The body as JSON.
        public func json() throws -> JSONView { try JSONDocument(parsing: body).root }

        /// The texts of the messages.
        public func messages() throws -> [String] {
            try json()["messages"]?.elements.compactMap { $0["content"]?.string } ?? []
        }
    }

    private struct State {
        var requests: [Received] = []
        var underWay = 0
        var mostUnderWay = 0
        var departures = 0
    }

    private let state = Mutex(State())
    private let script: @Sendable (Int, Received) -> [Step]
    /// The port of the loopback that it listens on.
    public let port: Int

    private init(port: Int, script: @escaping @Sendable (Int, Received) -> [Step]) {
        self.port = port
        self.script = script
    }

    /// The address to configure.
    public var url: String { "http://127.0.0.1:\(port)/v1" }
    /// What came, in order.
    public var requests: [Received] { state.withLock(\.requests) }
    /// How many requests were being answered at once, at most.
    public var mostUnderWay: Int { state.withLock(\.mostUnderWay) }
    /// How many clients went before they had their answer.
    public var departures: Int { state.withLock(\.departures) }

    /// Runs a server whose replies, by their number from 0, are `script`'s.
    public static func run<Result: Sendable>(
        _ script: @escaping @Sendable (Int) -> [Step],
        _ body: @escaping @Sendable (ScriptedEndpoint) async throws -> Result
    ) async throws -> Result {
        try await run(answering: { number, _ in script(number) }, body)
    }

    /// Runs a server whose replies depend on their number and on what is asked.
    public static func run<Result: Sendable>(
        answering script: @escaping @Sendable (Int, Received) -> [Step],
        _ body: @escaping @Sendable (ScriptedEndpoint) async throws -> Result
    ) async throws -> Result {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        guard let port = server.channel.localAddress?.port else {
            throw ChannelError.operationUnsupported
        }
        let endpoint = ScriptedEndpoint(port: port, script: script)
        let (accepting, hasAccepted) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { connections in
                    await withDiscardingTaskGroup { clients in
                        do {
                            for try await connection in connections {
                                clients.addTask { await endpoint.serve(connection) }
                            }
                        } catch {}
                        hasAccepted.finish()
                    }
                }
            }
            defer { group.cancelAll() }
            let result: Swift.Result<Result, any Error>
            do {
                result = .success(try await body(endpoint))
            } catch {
                result = .failure(error)
            }
            // A connection that was accepted and is never served would bring the whole process down.
            try? await server.channel.close()
            let patience = Task {
                try? await Task.sleep(for: .seconds(5))
                hasAccepted.finish()
            }
            for await _ in accepting {}
            patience.cancel()
            return try result.get()
        }
    }

    private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        // A client that breaks off is what some tests are about.
        try? await connection.executeThenClose { inbound, outbound in
            var source = inbound.makeAsyncIterator()
            guard let request = try await Self.request(&source) else { return }
            let number = state.withLock { state in
                state.requests.append(request)
                state.underWay += 1
                state.mostUnderWay = max(state.mostUnderWay, state.underWay)
                return state.requests.count - 1
            }
            defer { state.withLock { $0.underWay -= 1 } }
            for step in script(number, request) {
                switch step {
                case .send(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
                case .wait(let pause): try await Task.sleep(for: pause)
                case .until(let isSo):
                    let deadline = ContinuousClock.now + .seconds(60)
                    while !isSo(), ContinuousClock.now < deadline {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                case .hang:
                    while try await source.next() != nil {}
                    state.withLock { $0.departures += 1 }
                }
            }
        }
    }

    private static func request(
        _ source: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws -> Received? {
        var bytes: [UInt8] = []
        while let part = try await source.next() {
            bytes += Array(part.readableBytesView)
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let head = String(text[..<end.lowerBound])
            let length = head.lowercased().firstMatch(of: /content-length: ([0-9]+)/)
                .flatMap { Int($0.1) }
            let body = text[end.upperBound...]
            if body.utf8.count >= length ?? 0 { return Received(head: head, body: String(body)) }
        }
        return nil
    }
}
