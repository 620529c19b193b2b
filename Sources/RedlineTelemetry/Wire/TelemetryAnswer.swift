import Redline
import SwiftProtobuf

/// Answers, in the encoding of the request.
public enum TelemetryAnswer {
    /// That all was taken, or that some was not, and why.
    public static func taken(
        _ signal: TelemetrySignal,
        rejected: Int,
        message: String,
        in encoding: TelemetryEncoding
    ) -> [UInt8] {
        switch encoding {
        case .protobuf:
            var response = OTLPResponse()
            if rejected > 0 {
                response.partialSuccess.rejected = Int64(rejected)
                response.partialSuccess.errorMessage = message
            }
            return bytes(of: response)
        case .json:
            var json = JSONWriter()
            json.beginObject()
            if rejected > 0 {
                json.name("partialSuccess")
                json.beginObject()
                json.name(signal == .traces ? "rejectedSpans" : "rejectedLogRecords")
                // 64-bit integers are texts in the JSON of protobuf.
                json.string("\(rejected)")
                json.name("errorMessage")
                json.string(message)
                json.endObject()
            }
            json.endObject()
            return json.bytes
        }
    }

    /// Why nothing was taken: a google.rpc.Status.
    public static func refused(
        _ code: Int,
        _ message: String,
        in encoding: TelemetryEncoding
    ) -> [UInt8] {
        switch encoding {
        case .protobuf:
            var refusal = OTLPRefusal()
            refusal.code = Int32(clamping: code)
            refusal.message = message
            return bytes(of: refusal)
        case .json:
            var json = JSONWriter()
            json.beginObject()
            json.name("code")
            json.integer(code)
            json.name("message")
            json.string(message)
            json.endObject()
            return json.bytes
        }
    }

    private static func bytes(of message: some Message) -> [UInt8] {
        // Messages without required fields always have a wire form.
        (try? message.serializedBytes()) ?? []
    }
}
