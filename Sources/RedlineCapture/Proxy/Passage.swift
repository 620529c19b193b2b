import AsyncHTTPClient
import NIOCore
import Redline
import Synchronization

/// One request on its way to the upstream, and its answer on its way back.
///
/// However it ends, and also where nobody asks for the answer any more, it gives its slot back and is
/// recorded once.
public final class Passage: Sendable {
    private struct State {
        var answer: HTTPClientResponse?
        var assembly: AnswerAssembly?
        var firstTokenAt: ContinuousClock.Instant?
        var relayedBytes = 0
        var isRelayed = false
        var hasEnded = false

        /// Whether nothing of the answer is missing that its caller waits for.
        var isWhole: Bool {
            if isRelayed || assembly?.isDone == true { return true }
            let length = answer?.headers.first(name: "content-length").flatMap { Int($0) }
            return length == relayedBytes
        }
    }

    private let call: ProxyCall
    private let recorder: TurnRecorder
    private let counts: CaptureCounts
    private let slots: ProxySlots
    private let started = ContinuousClock.now
    private let state = Mutex(State())

    init(_ call: ProxyCall, recorder: TurnRecorder, counts: CaptureCounts, slots: ProxySlots) {
        self.call = call
        self.recorder = recorder
        self.counts = counts
        self.slots = slots
    }

    deinit {
        let isRelayed = state.withLock(\.isRelayed)
        end(isRelayed ? nil : .cut)
    }

    func begin(_ answer: HTTPClientResponse) {
        state.withLock { state in
            state.answer = answer
            guard call.recording != nil else { return }
            state.assembly = AnswerAssembly(
                contentType: answer.headers.first(name: "content-type"),
                contentEncoding: answer.headers.first(name: "content-encoding")
            )
        }
    }

    func fail(_ fault: ProxyFault) {
        end(fault)
    }

    /// The status of the answer.
    public var status: Int { state.withLock { Int($0.answer?.status.code ?? 502) } }

    /// The header fields of the answer, without those of the connection and its length.
    public var headers: [(name: String, value: String)] {
        state.withLock { $0.answer.map { PassingHeaders.answer($0.headers) } ?? [] }
    }

    /// The bytes of the answer, where the upstream said so.
    public var contentLength: Int? {
        state.withLock { $0.answer?.headers.first(name: "content-length").flatMap { Int($0) } }
    }

    /// Hands each piece of the answer on when it comes, and takes the next one when that is done.
    ///
    /// - Throws: What `write` throws; `ProxyFault` where the upstream breaks off.
    public func relay(_ write: (ByteBuffer) async throws -> Void) async throws {
        guard let body = state.withLock({ $0.answer?.body }) else { return }
        var pieces = body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await pieces.next()
            } catch {
                let fault = ChatProxy.fault(of: error)
                end(fault)
                throw fault
            }
            // The pieces of a request that was cancelled end as if they were complete.
            guard !Task.isCancelled else {
                end(.cut)
                throw ProxyFault.cut
            }
            guard let piece else { break }
            do {
                try await write(piece)
            } catch {
                end(.cut)
                throw error
            }
            note(piece)
        }
        state.withLock { $0.isRelayed = true }
    }

    private func note(_ piece: ByteBuffer) {
        state.withLock { state in
            state.relayedBytes += piece.readableBytes
            let hasBegun = state.assembly?.take(piece) ?? false
            if hasBegun, state.firstTokenAt == nil { state.firstTokenAt = .now }
        }
    }

    /// Notes that the whole answer has gone out.
    public func end() {
        end(nil)
    }

    private func end(_ fault: ProxyFault?) {
        let ended = state.withLock { state -> State? in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            defer {
                state.answer = nil
                state.assembly = nil
            }
            return state
        }
        guard let ended else { return }
        // A caller that has all of its answer may go before the upstream says that this was it.
        let fault = fault == .cut && ended.isWhole ? nil : fault
        slots.give(call.body.count)
        let status = ended.answer.map { Int($0.status.code) }
        counts.count(Self.outcome(status, fault))
        guard let recording = call.recording else { return }
        let elapsed = ContinuousClock.now - started
        recorder.take(
            FinishedExchange(
                recording,
                request: call.body,
                milliseconds: elapsed / .milliseconds(1),
                firstTokenMilliseconds: ended.firstTokenAt.map {
                    ($0 - started) / .milliseconds(1)
                },
                status: fault == .cut ? .cut : Self.isError(status, fault) ? .error : .ok,
                error: Self.error(status, fault),
                assembly: ended.assembly
            )
        )
    }

    private static func isError(_ status: Int?, _ fault: ProxyFault?) -> Bool {
        fault != nil || status.map { $0 >= 400 } ?? true
    }

    private static func error(_ status: Int?, _ fault: ProxyFault?) -> CapturedError? {
        switch fault {
        case .unreachable: CapturedError(status: status, type: "unreachable")
        case .timedOut: CapturedError(status: status, type: "timed_out")
        case nil: status.flatMap { $0 >= 400 ? CapturedError(status: $0) : nil }
        case .cut, .busy, .notConfigured: nil
        }
    }

    private static func outcome(_ status: Int?, _ fault: ProxyFault?) -> CaptureCounts.Outcome {
        switch fault {
        case .cut: .cut
        case .timedOut: .timedOut
        case .unreachable, .busy, .notConfigured: .unreachable
        case nil: isError(status, nil) ? .failed : .answered
        }
    }
}
