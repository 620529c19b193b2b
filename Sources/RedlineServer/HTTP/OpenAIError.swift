import HTTPTypes
import Redline

extension Problem {
    /// The problem as OpenAI's clients know it.
    func openAIBody() -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("error")
        json.beginObject()
        json.name("message")
        json.string(detail)
        json.name("type")
        json.string(openAIType)
        json.name("param")
        json.null()
        json.name("code")
        json.string(code)
        json.endObject()
        json.endObject()
        return json.bytes
    }

    private var openAIType: String {
        switch status.code {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        default: "server_error"
        }
    }
}
