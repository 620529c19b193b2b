import Redline

/// The schemas of what goes in and comes out, by name.
enum OpenAPISchemas {
    static let all: [(name: String, schema: String)] =
        common + records + exports + assistant + answers

    private static let common: [(name: String, schema: String)] = [
        (
            "Owner",
            #"""
            {"type":"string","minLength":1,"maxLength":254,\#
            "pattern":"^[^\\s/\\\\\\x00-\\x1f\\x7f-\\x9f]+$"}
            """#
        ),
        (
            "DocumentID",
            #"""
            {"type":"string","minLength":1,"maxLength":200,\#
            "pattern":"^[^\\x00-\\x1f\\x7f-\\x9f]+$"}
            """#
        ),
        ("Time", #"{"type":"string","format":"date-time"}"#),
        ("Text", #"{"type":"string"}"#),
        ("Archive", #"{"type":"string","format":"binary"}"#),
        (RouteAnswer.file, #"{"type":"string","format":"binary"}"#),
        (
            "OpenAPI",
            closed(["openapi": string, "info": object, "paths": object, "components": object])
        ),
        (
            "Health",
            closed(
                ["status": words(["ok", "ready", "not ready"])],
                optional: ["reason": string, "redacted": array(of: string)]
            )
        ),
    ]

    static let string = #"{"type":"string"}"#
    static let count = #"{"type":"integer","minimum":0}"#
    static let text = #"{"type":["string","null"]}"#
    static let anything = "{}"
    static let object = #"{"type":"object"}"#
    static let owner = reference("Owner")
    static let time = reference("Time")
    static let workflowID = #"{"type":"string","format":"uuid"}"#
    static let revision = #"{"type":"integer","minimum":1,"maximum":10000}"#
    static let stage = words(ExportStage.allCases.map(\.name))
    static let status = words(WorkflowStatus.allCases.map(\.rawValue))

    static func reference(_ name: String) -> String {
        ##"{"$ref":"#/components/schemas/\##(name)"}"##
    }

    static func words(_ words: [String]) -> String {
        var json = JSONWriter()
        json.words(words)
        return json.text
    }

    static func array(of items: String) -> String {
        #"{"type":"array","items":\#(items)}"#
    }

    /// An object that has these members and no others.
    static func closed(
        _ required: KeyValuePairs<String, String>,
        optional: KeyValuePairs<String, String> = [:]
    ) -> String {
        object(required.map(\.key), required.map { $0 } + optional.map { $0 }, isClosed: true)
    }

    /// An object with these members and perhaps others.
    static func open(
        _ required: KeyValuePairs<String, String>,
        optional: KeyValuePairs<String, String> = [:]
    ) -> String {
        object(required.map(\.key), required.map { $0 } + optional.map { $0 })
    }

    private static func object(
        _ required: [String],
        _ members: [(key: String, value: String)],
        isClosed: Bool = false
    ) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.name("type")
        json.string("object")
        json.name("required")
        json.beginArray()
        for name in required { json.string(name) }
        json.endArray()
        json.name("properties")
        json.beginObject()
        for member in members {
            json.name(member.key)
            json.raw(member.value)
        }
        json.endObject()
        if isClosed {
            json.name("additionalProperties")
            json.boolean(false)
        }
        json.endObject()
        return json.text
    }
}
