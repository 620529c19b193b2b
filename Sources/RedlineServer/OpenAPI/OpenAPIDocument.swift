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
        json.name("headers")
        json.raw(OpenAPIHeaders.answers)
        json.name("parameters")
        json.raw(OpenAPIHeaders.requests)
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
            json.boolean(body.isRecord)
            json.name("description")
            json.string("At most \(body.limit) bytes; with Content-Encoding: gzip, also packed.")
            json.name("content")
            content([(body.mediaType, body.schema)] + body.others, &json)
            json.endObject()
        }
        responses(of: route, &json)
        json.endObject()
    }

    private func parameters(of route: Route, _ json: inout JSONWriter) {
        let headers = route.headerParameters
        guard !route.variables.isEmpty || !headers.isEmpty || !route.query.isEmpty else { return }
        json.name("parameters")
        json.beginArray()
        for header in headers { json.raw(##"{"$ref":"#/components/parameters/\##(header)"}"##) }
        for variable in route.variables {
            json.beginObject()
            json.name("name")
            json.string(variable)
            json.name("in")
            json.string("path")
            json.name("required")
            json.boolean(true)
            json.name("schema")
            if let words = route.pathWords[variable] {
                json.words(words)
            } else if variable == "owner" {
                json.raw(OpenAPISchemas.owner)
            } else if variable == "model" {
                json.raw(#"{"type":"string","minLength":1}"#)
            } else if variable == "document_id" {
                json.raw(OpenAPISchemas.reference("DocumentID"))
            } else {
                json.raw(#"{"type":"string","format":"uuid"}"#)
            }
            json.endObject()
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
            parameter.writeSchema(to: &json, mayBeEmpty: !route.checksQueryItself)
            json.endObject()
        }
        json.endArray()
    }

    private func responses(of route: Route, _ json: inout JSONWriter) {
        json.name("responses")
        json.beginObject()
        var statuses: [HTTPResponse.Status] = []
        for answer in route.answers where !statuses.contains(answer.status) {
            statuses.append(answer.status)
        }
        for status in statuses {
            let forms = route.answers.filter { $0.status == status }
            let links = route.startsWorkflows ? routes.filter { $0.variables == ["id"] } : []
            response(status, OpenAPIHeaders.names(on: route, status), forms, links, &json)
        }
        for status in route.problems where !statuses.contains(status) {
            let forms: [RouteAnswer] =
                switch route.errors {
                case .problem:
                    [RouteAnswer(status: status, mediaType: Problem.mediaType, schema: "Problem")]
                case .legacy: [.json(status, "LegacyError")]
                case .openAI: [.json(status, "OpenAIError")]
                case .page: [RouteAnswer(status: status, mediaType: "text/html", schema: "Text")]
                case .telemetry:
                    TelemetryRoutes.forms(status, "TelemetryRefusal")
                }
            response(status, OpenAPIHeaders.names(on: route, status), forms, [], &json)
        }
        json.endObject()
    }

    private func response(
        _ status: HTTPResponse.Status,
        _ headers: [String],
        _ forms: [RouteAnswer],
        _ links: [Route],
        _ json: inout JSONWriter
    ) {
        json.name(String(status.code))
        json.beginObject()
        json.name("description")
        json.string(status.reasonPhrase)
        json.name("headers")
        json.beginObject()
        for header in headers {
            json.name(header)
            json.raw(##"{"$ref":"#/components/headers/\##(header)"}"##)
        }
        json.endObject()
        let bodies = forms.filter { !$0.mediaType.isEmpty }
        if !bodies.isEmpty {
            json.name("content")
            content(bodies.map { ($0.mediaType, $0.schema) }, &json)
        }
        if !links.isEmpty {
            json.name("links")
            json.beginObject()
            for route in links {
                json.name(route.operationID)
                json.raw(
                    """
                    {"operationId":"\(route.operationID)",\
                    "parameters":{"id":"$response.body#/export_workflow_id"}}
                    """
                )
            }
            json.endObject()
        }
        json.endObject()
    }

    private func content(
        _ forms: [(mediaType: String, schema: String)],
        _ json: inout JSONWriter
    ) {
        json.beginObject()
        for form in forms {
            json.name(form.mediaType)
            json.beginObject()
            json.name("schema")
            json.raw(##"{"$ref":"#/components/schemas/\##(form.schema)"}"##)
            json.endObject()
        }
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
