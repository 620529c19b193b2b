import NIOCore
import NIOHTTPTypes

/// Ends the wait for a body that trickles in.
///
/// Nearly every body comes together with its head, and then this costs nothing. Whoever reads a body
/// that is late is told by `SlowBody`.
final class BodyDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let limit: TimeAmount
    private var isUnderWay = false
    private var timer: Scheduled<Void>?

    init(seconds: Int) {
        limit = .seconds(Int64(seconds))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isUnderWay = true
        case .body: break
        case .end: end()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isUnderWay, timer == nil {
            timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
                context.fireErrorCaught(SlowBody())
            }
        }
        context.fireChannelReadComplete()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func end() {
        isUnderWay = false
        timer?.cancel()
        timer = nil
    }
}

/// A body was not there in time.
struct SlowBody: Error {}
