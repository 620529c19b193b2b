import HTTPTypes
import Hummingbird
import Redline
import RedlineAnalytics

extension JSONWriter {
    /// One export of a history.
    mutating func export(_ export: ExportSummary) {
        beginObject()
        name("export_workflow_id")
        string("\(export.workflowID)")
        name("document_id")
        optional(export.documentID)
        name("document_type")
        optional(export.documentType)
        name("owner_email")
        string(export.owner)
        name("status")
        string(export.status.rawValue)
        name("revision")
        integer(export.revision)
        name("model")
        optional(export.model)
        name("template")
        optional(export.template)
        name("format")
        optional(export.format)
        name("started_at")
        string("\(export.startedAt)")
        name("expiration_date")
        string("\(export.expiresAt)")
        endObject()
    }

    /// One interaction of a history: the record as it was sent, under its id, owner and time.
    mutating func interaction(_ entry: InteractionEntry, isLegacy: Bool = false) {
        beginObject()
        name("interaction_id")
        string(entry.interactionID)
        name("timestamp")
        string("\(entry.occurredAt)")
        name("user_id")
        string(entry.owner)
        name("thread_id")
        optional(entry.threadID)
        name("user_message")
        string(entry.userMessage)
        name("assistant_response")
        string(entry.assistantResponse)
        name("tool_calls")
        raw(Self.given(entry.toolCalls) ?? "[]")
        name("metadata")
        raw(Self.given(entry.metadata) ?? "{}")
        if let extra = entry.extra, let members = try? JSONDocument(parsing: extra).root.members {
            for (member, value) in members {
                name(member)
                value.withTextBytes { raw($0) }
            }
        }
        if !isLegacy {
            name("repeats_previous")
            boolean(entry.repeatsPrevious)
            name("expiration_date")
            string("\(entry.expiresAt)")
        }
        endObject()
    }

    /// A member as it was sent; null counts as none.
    private static func given(_ json: String?) -> String? {
        json == "null" ? nil : json
    }
}

extension Response {
    /// A page of a list, with the way to the next one.
    static func page<Row>(
        _ rows: String,
        _ page: Page<Row>,
        _ request: RouteRequest,
        path: String,
        _ write: (inout JSONWriter, Row) -> Void
    ) -> Response {
        var headers: HTTPFields = [:]
        if let next = page.next, let link = HTTPField.Name("Link") {
            let kept = request.rawQuery.filter { $0.name != "cursor" && $0.name != "offset" }
            let query = (kept + [("cursor", next.cursor)]).map { name, value in
                "\(name)=\(value.percentEncodedForQuery)"
            }
            headers[link] = "<\(path)?\(query.joined(separator: "&"))>; rel=\"next\""
        }
        return .json(.ok, headers: headers) { json in
            json.beginObject()
            json.name(rows)
            json.beginArray()
            for row in page.rows { write(&json, row) }
            json.endArray()
            json.name("returned_count")
            json.integer(page.rows.count)
            json.name("limit")
            json.integer(request.query.whole("limit"))
            json.name("offset")
            json.integer(request.query.whole("offset"))
            json.name("next_cursor")
            json.optional(page.next?.cursor)
            json.endObject()
        }
    }
}

extension String {
    /// The text as part of a query: everything but letters, digits and `-._~` is escaped.
    var percentEncodedForQuery: String {
        var result = ""
        for byte in utf8 {
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII,
                character.isLetter || character.isNumber || "-._~".contains(character)
            {
                result.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
