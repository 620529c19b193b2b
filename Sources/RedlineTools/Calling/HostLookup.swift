import Dispatch
import Glibc
import Synchronization

/// Finds the addresses of hosts.
struct HostLookup: Sendable {
    /// The addresses of a host, in the order in which they should be tried; empty where it has none.
    let addresses: @Sendable (String) async -> [HostAddress]

    /// As the system does it.
    static let system = HostLookup { host in
        if let literal = HostAddress(host) { return [literal] }
        // Name servers may be slow, and nobody can call a lookup off: whoever waits may go sooner.
        let wait = FirstWord<[HostAddress]>()
        DispatchQueue.global().async { wait.say(lookUp(host)) }
        return await withTaskCancellationHandler {
            await wait.value()
        } onCancel: {
            wait.say([])
        }
    }

    private static func lookUp(_ host: String) -> [HostAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [HostAddress] = []
        var next = list
        while let entry = next {
            if let address = address(entry.pointee), !found.contains(address) {
                found.append(address)
            }
            next = entry.pointee.ai_next
        }
        return found
    }

    private static func address(_ entry: addrinfo) -> HostAddress? {
        guard let socket = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return socket.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { four in
                HostAddress(bytes: withUnsafeBytes(of: four.pointee.sin_addr) { Array($0) })
            }
        case AF_INET6:
            return socket.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { six in
                HostAddress(bytes: withUnsafeBytes(of: six.pointee.sin6_addr) { Array($0) })
            }
        default: return nil
        }
    }
}

/// A value that whoever says it first decides.
final class FirstWord<Value: Sendable>: Sendable {
    private enum State {
        case unsaid
        case awaited(CheckedContinuation<Value, Never>)
        case said(Value)
    }

    private let state = Mutex(State.unsaid)

    func say(_ value: Value) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
            switch state {
            case .said: return nil
            case .unsaid:
                state = .said(value)
                return nil
            case .awaited(let continuation):
                state = .said(value)
                return continuation
            }
        }
        waiting?.resume(returning: value)
    }

    /// The value; only one may wait for it.
    func value() async -> Value {
        await withCheckedContinuation { continuation in
            let said = state.withLock { state -> Value? in
                if case .said(let value) = state { return value }
                state = .awaited(continuation)
                return nil
            }
            if let said { continuation.resume(returning: said) }
        }
    }
}
