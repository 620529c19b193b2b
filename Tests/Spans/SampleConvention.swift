import Foundation
import RedlineTelemetry

/// The conventions in which turns are told.
package enum SampleConvention: String, CaseIterable, Sendable {
    /// `gen_ai.input.messages` on the span.
    case today
    /// The same on a log record of its own.
    case details
    /// `gen_ai.prompt.0.content`.
    case indexed
    /// `gen_ai.user.message`, a log record each.
    case records
    /// The same as events of the span.
    case events
    /// `llm.input_messages.0.message.content`.
    case openInference

    func attributes(_ input: [SampleMessage], _ output: SampleMessage) -> [OTLPKeyValue] {
        switch self {
        case .today, .details:
            [
                .of("gen_ai.input.messages", Self.parts(input)),
                .of("gen_ai.output.messages", Self.parts([output])),
            ]
        case .indexed:
            Self.indexed("gen_ai.prompt", input) + Self.indexed("gen_ai.completion", [output])
        case .openInference:
            Self.openInference("llm.input_messages", input)
                + Self.openInference("llm.output_messages", [output])
        case .records, .events: []
        }
    }

    private static func parts(_ messages: [SampleMessage]) -> String {
        list(
            messages.map { message in
                var parts: [String] = []
                if message.role == "tool" {
                    parts.append(
                        """
                        {"type":"tool_call_response","id":\(quoted(message.callID)),\
                        "response":\(quoted(message.text))}
                        """
                    )
                } else if !message.text.isEmpty {
                    parts.append(#"{"type":"text","content":\#(quoted(message.text))}"#)
                }
                for (id, call) in message.calls {
                    parts.append(
                        """
                        {"type":"tool_call","id":\(quoted(id)),"name":\(quoted(call.name)),\
                        "arguments":\(call.arguments)}
                        """
                    )
                }
                return #"{"role":"\#(message.role)","parts":\#(list(parts))}"#
            }
        )
    }

    private static func indexed(_ prefix: String, _ messages: [SampleMessage]) -> [OTLPKeyValue] {
        messages.enumerated().flatMap { place, message in
            let name = "\(prefix).\(place)"
            var pairs: [OTLPKeyValue] = [.of("\(name).role", message.role)]
            if !message.text.isEmpty { pairs.append(.of("\(name).content", message.text)) }
            if message.role == "tool" { pairs.append(.of("\(name).tool_call_id", message.callID)) }
            for (number, (id, call)) in message.calls.enumerated() {
                pairs += [
                    .of("\(name).tool_calls.\(number).id", id),
                    .of("\(name).tool_calls.\(number).name", call.name),
                    .of("\(name).tool_calls.\(number).arguments", call.arguments),
                ]
            }
            return pairs
        }
    }

    private static func openInference(
        _ prefix: String,
        _ messages: [SampleMessage]
    ) -> [OTLPKeyValue] {
        messages.enumerated().flatMap { place, message in
            let name = "\(prefix).\(place).message"
            var pairs: [OTLPKeyValue] = [.of("\(name).role", message.role)]
            if !message.text.isEmpty { pairs.append(.of("\(name).content", message.text)) }
            if message.role == "tool" { pairs.append(.of("\(name).tool_call_id", message.callID)) }
            for (number, (id, call)) in message.calls.enumerated() {
                let at = "\(name).tool_calls.\(number).tool_call"
                pairs += [
                    .of("\(at).id", id), .of("\(at).function.name", call.name),
                    .of("\(at).function.arguments", call.arguments),
                ]
            }
            return pairs
        }
    }

    /// The message as the body of an event, as OpenAI's API has it.
    static func body(_ message: SampleMessage) -> OTLPAnyValue {
        var members: [OTLPKeyValue] = [.of("role", message.role)]
        if !message.text.isEmpty { members.append(.of("content", message.text)) }
        if message.role == "tool" { members.append(.of("id", message.callID)) }
        if !message.calls.isEmpty {
            var calls = OTLPArrayValue()
            calls.values = message.calls.map { id, call in
                .object([
                    .of("id", id), .of("type", "function"),
                    .of(
                        "function",
                        .object([.of("name", call.name), .of("arguments", call.arguments)])
                    ),
                ])
            }
            var value = OTLPAnyValue()
            value.arrayValue = calls
            members.append(.of("tool_calls", value))
        }
        return .object(members)
    }

    private static func list(_ elements: [String]) -> String {
        "[" + elements.joined(separator: ",") + "]"
    }

    private static func quoted(_ text: String) -> String {
        let bytes = (try? JSONEncoder().encode(text)) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension OTLPKeyValue {
    package static func of(_ key: String, _ text: String) -> Self {
        var value = OTLPAnyValue()
        value.stringValue = text
        return of(key, value)
    }

    package static func of(_ key: String, _ number: Int64) -> Self {
        var value = OTLPAnyValue()
        value.intValue = number
        return of(key, value)
    }

    package static func of(_ key: String, _ value: OTLPAnyValue) -> Self {
        var pair = OTLPKeyValue()
        pair.key = key
        pair.value = value
        return pair
    }
}

extension OTLPAnyValue {
    package static func object(_ members: [OTLPKeyValue]) -> Self {
        var list = OTLPKeyValueList()
        list.values = members
        var value = OTLPAnyValue()
        value.kvlistValue = list
        return value
    }
}
