import HTTPTypes
import Redline

/// `/openapi.json`, made from the routes themselves.
struct OpenAPIDocument {
    let routes: [Route]

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("openapi")
        json.string("3.1.0")
        json.name("info")
        json.raw(
            """
            {"title":"redline","version":"\(redlineVersion)","description":"Records what AI systems \
            drafted and what people made of it, and reports on it."}
            """
        )
        json.name("paths")
        json.beginObject()
        for path in paths {
            json.name(path)
            json.beginObject()
            for route in routes where route.path == path { operation(route, &json) }
            json.endObject()
        }
        json.endObject()
        json.name("components")
        json.beginObject()
        json.name("securitySchemes")
        json.raw(
            """
            {"key":{"type":"http","scheme":"bearer","description":"An API key."}}
            """
        )
        json.name("schemas")
        json.beginObject()
        for (name, schema) in OpenAPISchemas.all {
            json.name(name)
            json.raw(schema)
        }
        json.endObject()
        json.endObject()
        json.endObject()
    }

    private var paths: [String] {
        var seen: Set<String> = []
        return routes.map(\.path).filter { seen.insert($0).inserted }
    }

    private func operation(_ route: Route, _ json: inout JSONWriter) {
        json.name(route.method.rawValue.lowercased())
        json.beginObject()
        json.name("operationId")
        json.string(route.operationID)
        json.name("summary")
        json.string(route.summary)
        if case .roles(let roles) = route.access {
            json.name("security")
            json.raw(#"[{"key":[]}]"#)
            json.name("x-roles")
            json.beginArray()
            for role in KeyRole.allCases where role == .admin || roles.contains(role) {
                json.string(role.rawValue)
            }
            json.endArray()
        }
        parameters(of: route, &json)
        if let body = route.body {
            json.name("requestBody")
            json.beginObject()
            json.name("required")
            json.boolean(true)
            json.name("content")
            content(body.mediaType, body.schema, &json)
            json.endObject()
        }
        responses(of: route, &json)
        json.endObject()
    }

    private func parameters(of route: Route, _ json: inout JSONWriter) {
        let variables = route.path.split(separator: "/").filter { $0.hasPrefix("{") }
        guard !variables.isEmpty || !route.query.isEmpty else { return }
        json.name("parameters")
        json.beginArray()
        for variable in variables {
            let name = variable.dropFirst().dropLast()
            json.raw(
                """
                {"name":"\(name)","in":"path","required":true,"schema":{"type":"string"}}
                """
            )
        }
        for parameter in route.query {
            json.beginObject()
            json.name("name")
            json.string(parameter.name)
            json.name("in")
            json.string("query")
            json.name("description")
            json.string(parameter.summary)
            json.name("schema")
            parameter.writeSchema(to: &json)
            json.endObject()
        }
        json.endArray()
    }

    private func responses(of route: Route, _ json: inout JSONWriter) {
        json.name("responses")
        json.beginObject()
        for answer in route.answers {
            json.name(String(answer.status.code))
            json.beginObject()
            json.name("description")
            json.string(answer.status.reasonPhrase)
            json.name("content")
            content(answer.mediaType, answer.schema, &json)
            json.endObject()
        }
        json.name("default")
        json.beginObject()
        json.name("description")
        json.string("What went wrong.")
        json.name("content")
        switch route.errors {
        case .problem: content(Problem.mediaType, "Problem", &json)
        case .legacy: content("application/json", "LegacyError", &json)
        }
        json.endObject()
        json.endObject()
    }

    private func content(_ mediaType: String, _ schema: String, _ json: inout JSONWriter) {
        json.beginObject()
        json.name(mediaType)
        json.beginObject()
        json.name("schema")
        json.raw(##"{"$ref":"#/components/schemas/\##(schema)"}"##)
        json.endObject()
        json.endObject()
    }
}

extension Route {
    /// A name for the operation: the method and the words of the path.
    var operationID: String {
        let words = path.split(whereSeparator: { "/{}._".contains($0) })
        return ([Substring(method.rawValue.lowercased())] + words).joined(separator: "_")
    }
}

extension QueryParameter {
    fileprivate func writeSchema(to json: inout JSONWriter) {
        json.beginObject()
        json.name("type")
        switch kind {
        case .text: json.string("string")
        case .time: json.string("string")
        case .whole(let range):
            json.string("integer")
            json.name("minimum")
            json.integer(range.lowerBound)
            json.name("maximum")
            json.integer(range.upperBound)
        case .word(let words):
            json.string("string")
            json.name("enum")
            json.beginArray()
            for word in words { json.string(word) }
            json.endArray()
        }
        json.endObject()
    }
}
