import CLibPQ

/// Keeps libpq's notices from stderr and hands them to a closure.
final class NoticeBox {
    private let handler: (@Sendable (PostgresNotice) -> Void)?

    init(_ handler: (@Sendable (PostgresNotice) -> Void)?) {
        self.handler = handler
    }

    /// Receives the connection's notices from now on; the box must outlive the connection.
    func attach(to connection: OpaquePointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<NoticeBox>.fromOpaque(context).takeUnretainedValue().receive(result)
            },
            context
        )
    }

    private func receive(_ result: OpaquePointer) {
        guard let handler else { return }
        let severity = PostgresError.field(result, .severity)
        let state = PostgresError.field(result, .sqlState)
        let message = PostgresError.field(result, .message)
        handler(
            PostgresNotice(
                severity: severity ?? "",
                sqlState: state ?? "",
                message: message ?? ""
            )
        )
    }
}
