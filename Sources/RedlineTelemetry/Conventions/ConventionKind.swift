/// What a span is about, by whichever convention says so.
enum ConventionKind: Equatable {
    /// Part of a conversation.
    case part(TracePart.Kind)
    /// GenAI, but no part of a conversation: embeddings, retrieval, evaluation runs.
    case aside
    /// Nothing of GenAI.
    case foreign

    init(_ attributes: TelemetryAttributes) {
        if let operation = attributes.text("gen_ai.operation.name") {
            self = Self.ofOperation(operation)
        } else if let kind = attributes.text("openinference.span.kind") {
            self = Self.ofOpenInference(kind)
        } else if let kind = attributes.text("traceloop.span.kind") {
            self = kind.lowercased() == "tool" ? .part(.tool) : .part(.agent)
        } else if attributes.text("gen_ai.tool.name") != nil {
            self = .part(.tool)
        } else if attributes.hasName(beginningWith: "gen_ai.prompt")
            || attributes.hasName(beginningWith: "gen_ai.completion")
            || attributes.hasName(beginningWith: "llm.input_messages")
            || attributes.hasName(beginningWith: "gen_ai.usage")
            || attributes.text("gen_ai.request.model", "gen_ai.response.model") != nil
        {
            self = .part(.chat)
        } else if attributes.hasName(beginningWith: "gen_ai.")
            || attributes.hasName(beginningWith: "llm.")
        {
            self = .aside
        } else {
            self = .foreign
        }
    }

    private static func ofOperation(_ operation: String) -> ConventionKind {
        switch operation {
        case "chat", "generate_content", "text_completion": .part(.chat)
        case "invoke_agent", "invoke_workflow": .part(.agent)
        case "execute_tool": .part(.tool)
        default: .aside
        }
    }

    private static func ofOpenInference(_ kind: String) -> ConventionKind {
        switch kind.uppercased() {
        case "LLM": .part(.chat)
        case "AGENT", "CHAIN": .part(.agent)
        case "TOOL": .part(.tool)
        default: .aside
        }
    }
}
