import Logging
import NIOSSL
import Redline
import RedlineStorage
import Synchronization

/// The certificate that new connections are served with, and its replacement while the service runs.
///
/// A connection that is there already goes on with what it began with.
public final class ServerCertificate: Sendable {
    private struct State {
        var identity: ServerIdentity
        /// What the files looked like before they were last read.
        var read: [FileStamp?]
        /// What they looked like since, where that is something else.
        var changed: [FileStamp?]?
    }

    private let files: TLSFiles
    private let state: Mutex<State>

    /// How often the files are looked at.
    static let interval = Duration.seconds(1)

    /// Reads the files.
    ///
    /// - Throws: `TLSFileError`.
    public init(_ files: TLSFiles) throws(TLSFileError) {
        self.files = files
        let stamps = files.stamps
        state = Mutex(State(identity: try files.identity(), read: stamps))
    }

    /// For the next connection.
    var context: NIOSSLContext { state.withLock { $0.identity.context } }

    /// From when and until when the certificate in use is valid.
    public var validity: CertificateValidity { state.withLock { $0.identity.validity } }

    /// Reads the files again whenever they were replaced, until the task is cancelled.
    public func watch(_ logger: Logger) async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: Self.interval)
            } catch {
                return
            }
            if hasSettled { reload(logger) }
        }
    }

    /// Reads the files again.
    ///
    /// What cannot be used is logged, and the certificate before it stays.
    public func reload(_ logger: Logger) {
        let stamps = files.stamps
        let result: Result<ServerIdentity, TLSFileError>
        do throws(TLSFileError) {
            result = .success(try files.identity())
        } catch {
            result = .failure(error)
        }
        state.withLock { state in
            state.read = stamps
            state.changed = nil
            if case .success(let identity) = result { state.identity = identity }
        }
        switch result {
        case .success:
            logger.notice(
                "the certificate was read",
                metadata: ["expires": "\(validity.until)"]
            )
            warnOfTime(logger)
        case .failure(let error):
            logger.error("the new certificate is not used, the old one stays: \(error)")
        }
    }

    /// Says where the certificate is not valid now: clients will refuse it.
    public func warnOfTime(_ logger: Logger) {
        guard !validity.contains(.now) else { return }
        logger.warning(
            "the certificate is not valid now",
            metadata: ["from": "\(validity.from)", "until": "\(validity.until)"]
        )
    }

    /// Whether the files were replaced and look now as they did at the last look: in between, one
    /// of the two may be the new one already and the other still the old one.
    private var hasSettled: Bool {
        let now = files.stamps
        return state.withLock { state in
            guard now != state.read else {
                state.changed = nil
                return false
            }
            guard state.changed == now else {
                state.changed = now
                return false
            }
            return true
        }
    }
}
