import HTTPTypes
import Hummingbird
import NIOCore
import RedlineWeb

/// The files that pages load.
enum AssetRoutes {
    static let all = Asset.all.map { asset in
        Route(
            method: .get,
            path: "/assets/\(asset.name)",
            summary: "A file that pages load.",
            access: .open,
            checksQueryItself: true,
            answers: [RouteAnswer(status: .ok, mediaType: asset.mediaType, schema: "Text")],
            errors: .page
        ) { _ in
            var headers: HTTPFields = [:]
            headers[.contentType] = asset.mediaType
            headers[.cacheControl] = "public, max-age=31536000, immutable"
            return Response(
                status: .ok,
                headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: asset.bytes))
            )
        }
    }
}
