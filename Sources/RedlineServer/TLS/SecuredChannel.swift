import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// Sets connections up with the certificate that counts when they come in.
struct SecuredChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let certificate: ServerCertificate

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLServerHandler(context: certificate.context)
            )
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

extension HTTPServerBuilder {
    /// HTTP/1.1, within TLS where there is a certificate.
    static func http1(
        configuration: HTTP1Channel.Configuration,
        certificate: ServerCertificate?
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            let http = HTTP1Channel(responder: responder, configuration: configuration)
            guard let certificate else { return EventLoopChannel(http) }
            return EventLoopChannel(SecuredChannel(base: http, certificate: certificate))
        }
    }
}
