import Redline
import RedlineAnalytics

extension InteractionEntry {
    /// The conversation that it is a turn of, at its place in it; where it has none, itself.
    func conversation(showsOwner: Bool) -> String {
        guard let threadID else { return own("/interactions/one", showsOwner: showsOwner) }
        let owner = showsOwner ? owner : ""
        return Link("/interactions/thread", [("thread", threadID), ("owner", owner)]).address
    }

    /// The record as it was sent.
    func record(showsOwner: Bool) -> String {
        own("/interactions/record", showsOwner: showsOwner)
    }

    private func own(_ path: String, showsOwner: Bool) -> String {
        let owner = showsOwner ? owner : ""
        return Link(path, [("owner", owner), ("at", "\(occurredAt)"), ("id", interactionID)])
            .address
    }

    /// Its tool calls.
    var calls: [JSONView] {
        toolCalls.flatMap { try? JSONDocument(parsing: $0) }?.root.elements ?? []
    }
}

extension JSONView {
    /// Whether a tool call failed: its status is anything but `success`.
    var isFailedCall: Bool { self["status"]?.string != "success" }
}
