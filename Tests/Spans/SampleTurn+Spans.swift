import Foundation
import RedlineTelemetry

/// What is sent of turns.
package struct SampleTelemetry: Sendable {
    package var spans: [OTLPSpan] = []
    package var logs: [OTLPLogRecord] = []

    package init(spans: [OTLPSpan] = [], logs: [OTLPLogRecord] = []) {
        self.spans = spans
        self.logs = logs
    }

    /// A request with the spans.
    package var traces: OTLPTraceRequest {
        var scope = OTLPScopeSpans()
        scope.spans = spans
        var resource = OTLPResourceSpans()
        resource.scopeSpans = [scope]
        var request = OTLPTraceRequest()
        request.resourceSpans = [resource]
        return request
    }

    /// A request with the log records; the sender's own attributes say whose they are.
    package func logRequest(owner: String?) -> OTLPLogRequest {
        var scope = OTLPScopeLogs()
        scope.logRecords = logs
        var resource = OTLPResourceLogs()
        resource.scopeLogs = [scope]
        if let owner { resource.resource.attributes = [.of("user.id", owner)] }
        var request = OTLPLogRequest()
        request.resourceLogs = [resource]
        return request
    }
}

extension SampleTurn {
    /// The time of a span, in nanoseconds.
    private static let step: UInt64 = 100_000_000

    /// The turn as an agent's trace: its own span, the model's and the tools'.
    ///
    /// The ids come of the seed.
    package func telemetry(_ convention: SampleConvention, seed: UInt64) -> SampleTelemetry {
        var result = SampleTelemetry()
        let trace = Data([UInt8](repeating: 0xA1, count: 8)) + Self.bytes(seed)
        func id(_ place: Int) -> Data { Self.bytes(seed &* 1_000 &+ UInt64(place) &+ 1) }
        var time = start
        func span(_ place: Int, _ name: String, _ length: UInt64) -> OTLPSpan {
            var span = OTLPSpan()
            span.traceID = trace
            span.spanID = id(place)
            if place > 0 { span.parentSpanID = id(0) }
            span.name = name
            span.startTimeUnixNano = time
            span.endTimeUnixNano = time + length
            span.attributes = [owner, thread].compactMap(\.self).isEmpty ? [] : common(convention)
            time += length
            return span
        }
        func chat(_ place: Int, _ input: [SampleMessage], _ output: SampleMessage, _ why: String) {
            var chat = span(place, "chat \(model)", Self.step)
            chat.attributes += Self.model(convention, model, why)
            switch convention {
            case .today, .indexed, .openInference:
                chat.attributes += convention.attributes(input, output)
            case .details:
                var log = Self.log(chat, "gen_ai.client.inference.operation.details")
                log.attributes = convention.attributes(input, output)
                result.logs.append(log)
            case .records, .events:
                for (number, message) in (input + [output]).enumerated() {
                    let isLast = number == input.count
                    let name = isLast ? "gen_ai.choice" : "gen_ai.\(message.role).message"
                    var body = SampleConvention.body(message)
                    if isLast {
                        body = .object([
                            .of("index", 0), .of("finish_reason", why), .of("message", body),
                        ])
                    }
                    if convention == .records {
                        var log = Self.log(chat, name)
                        log.timeUnixNano += UInt64(number)
                        log.body = body
                        result.logs.append(log)
                    } else {
                        var event = OTLPEvent()
                        event.name = name
                        event.timeUnixNano = chat.startTimeUnixNano + UInt64(number)
                        event.attributes = body.kvlistValue.values
                        chat.events.append(event)
                    }
                }
            }
            result.spans.append(chat)
        }
        if !calls.isEmpty {
            let asked = calls.enumerated().map { (id: callID($0.offset, seed), call: $0.element) }
            chat(
                1,
                messages(withCalls: false, seed: seed),
                SampleMessage(role: "assistant", calls: asked),
                "tool_calls"
            )
            for (place, call) in calls.enumerated() {
                var tool = span(10 + place, "execute_tool \(call.name)", Self.step)
                tool.attributes += Self.tool(convention, call, callID(place, seed))
                if let error = call.error {
                    tool.status.code = 2
                    tool.status.message = error
                }
                result.spans.append(tool)
            }
        }
        if !answer.isEmpty {
            chat(
                2,
                messages(withCalls: true, seed: seed),
                SampleMessage(role: "assistant", text: answer),
                "stop"
            )
        }
        let end = time
        time = start
        var agent = span(0, "invoke_agent", end - start)
        agent.attributes +=
            convention == .openInference
            ? [.of("openinference.span.kind", "AGENT")]
            : [.of("gen_ai.operation.name", "invoke_agent")]
        result.spans.append(agent)
        return result
    }

    private func common(_ convention: SampleConvention) -> [OTLPKeyValue] {
        var pairs: [OTLPKeyValue] = []
        if let owner { pairs.append(.of("user.id", owner)) }
        if let thread {
            pairs.append(
                .of(
                    convention == .openInference ? "session.id" : "gen_ai.conversation.id",
                    thread
                )
            )
        }
        return pairs
    }

    private static func model(
        _ convention: SampleConvention,
        _ model: String,
        _ why: String
    ) -> [OTLPKeyValue] {
        switch convention {
        case .openInference:
            [
                .of("openinference.span.kind", "LLM"), .of("llm.model_name", model),
                .of("llm.token_count.prompt", 30), .of("llm.token_count.completion", 12),
                .of("llm.token_count.total", 42), .of("llm.finish_reason", why),
                .of("llm.token_count.prompt_details.cache_read", 20),
            ]
        case .indexed:
            [
                .of("gen_ai.system", "openai"), .of("gen_ai.response.model", model),
                .of("gen_ai.usage.prompt_tokens", 30), .of("gen_ai.usage.completion_tokens", 12),
                .of("gen_ai.completion.0.finish_reason", why),
            ]
        default:
            [
                .of("gen_ai.operation.name", "chat"), .of("gen_ai.request.model", "asked"),
                .of("gen_ai.response.model", model), .of("gen_ai.usage.input_tokens", 30),
                .of("gen_ai.usage.output_tokens", 12),
                .of("gen_ai.usage.cache_read.input_tokens", 20),
                .of("gen_ai.usage.reasoning.output_tokens", 8),
                .of("gen_ai.response.finish_reasons", why),
            ]
        }
    }

    private static func tool(
        _ convention: SampleConvention,
        _ call: Call,
        _ id: String
    ) -> [OTLPKeyValue] {
        convention == .openInference
            ? [
                .of("openinference.span.kind", "TOOL"), .of("tool.name", call.name),
                .of("tool_call.id", id), .of("tool.parameters", call.arguments),
                .of("output.value", call.result),
            ]
            : [
                .of("gen_ai.operation.name", "execute_tool"), .of("gen_ai.tool.name", call.name),
                .of("gen_ai.tool.call.id", id),
                .of("gen_ai.tool.call.arguments", call.arguments),
                .of("gen_ai.tool.call.result", call.result),
            ]
    }

    private static func log(_ span: OTLPSpan, _ name: String) -> OTLPLogRecord {
        var log = OTLPLogRecord()
        log.traceID = span.traceID
        log.spanID = span.spanID
        log.eventName = name
        log.timeUnixNano = span.startTimeUnixNano
        return log
    }

    private static func bytes(_ number: UInt64) -> Data {
        withUnsafeBytes(of: number.bigEndian) { Data($0) }
    }
}
