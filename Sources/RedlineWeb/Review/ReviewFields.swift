import Foundation
import Redline
import RedlineRendering

/// The fields of a draft: those that the AI is least sure of first.
struct ReviewFields {
    let draft: Draft
    /// How sure the AI is of a value, by its pointer in the original.
    let confidence: [ExactText: Double]

    /// Below this confidence a field is marked.
    static let doubtful = 0.8

    private typealias Words = RedlineWeb.Words.Review

    var html: HTML {
        let first = leastCertain
        let places = Set(first.map(\.place))
        let rest = node(draft.root, at: "", name: nil, without: places)
        guard !first.isEmpty else { return rest }
        return """
            <fieldset><legend>\(Words.leastCertain)</legend>
            \(first.map { field($0.leaf, at: $0.place, name: Self.label($0.place)) })</fieldset>
            <fieldset><legend>\(Words.other)</legend>
            \(rest)</fieldset>

            """
    }

    /// The values outside lists that the AI is not sure of, the least certain first.
    private var leastCertain: [(place: String, leaf: Draft.Leaf)] {
        var found: [(place: String, leaf: Draft.Leaf)] = []
        func visit(_ node: Draft.Node, at place: String) {
            switch node {
            case .leaf(let leaf): if isDoubtful(leaf) { found.append((place, leaf)) }
            case .object(let members):
                for (name, member) in members {
                    visit(member, at: Draft.place(of: name, in: place))
                }
            case .array: break
            }
        }
        visit(draft.root, at: "")
        return found.enumerated().sorted { a, b in
            (sureness(a.element.leaf), a.offset) < (sureness(b.element.leaf), b.offset)
        }.map(\.element)
    }

    private func sureness(_ leaf: Draft.Leaf) -> Double {
        leaf.pointer.flatMap { self.confidence[ExactText($0)] } ?? 1
    }

    private func isDoubtful(_ leaf: Draft.Leaf) -> Bool { sureness(leaf) < Self.doubtful }

    /// A place without its slash at the beginning.
    private static func label(_ place: String) -> String {
        JSONPointer.steps(place.removingPercentEncoding ?? place).joined(separator: " › ")
    }

    private func node(
        _ node: Draft.Node,
        at place: String,
        name: String?,
        without places: Set<String>
    ) -> HTML {
        switch node {
        case .leaf(let leaf):
            return places.contains(place) ? .nothing : field(leaf, at: place, name: name ?? "–")
        case .object(let members):
            let fields = members.map { member in
                self.node(
                    member.node,
                    at: Draft.place(of: member.name, in: place),
                    name: member.name,
                    without: places
                )
            }
            guard let name else { return "\(fields)" }
            return "<fieldset><legend dir=\"auto\">\(name)</legend>\n\(fields)</fieldset>\n"
        case .array(let items, _):
            return list(items, at: place, name: name ?? Words.item)
        }
    }

    private func list(_ items: [Draft.Item], at place: String, name: String) -> HTML {
        let order = items.map(\.name).joined(separator: ",")
        let fields = items.enumerated().map { index, item -> HTML in
            let spot = "\(place)/\(item.name)"
            let title = Words.itemName(index + 1, of: name)
            let content: HTML
            if case .object(let members) = item.node {
                content =
                    "\(members.map { node($0.node, at: Draft.place(of: $0.name, in: spot), name: $0.name, without: []) })"
            } else {
                content = node(item.node, at: spot, name: title, without: [])
            }
            return """
                <fieldset class="item"><legend dir="auto">\(title)</legend>
                <div class="row">\(content)</div>
                <div class="row small">\
                \(button("up", spot, of: place, Words.up, title))\
                \(button("down", spot, of: place, Words.down, title))\
                \(button("remove", spot, of: place, Words.remove, title))</div>
                </fieldset>

                """
        }
        return """
            <fieldset id="\(HTML(value: "list\(place)"))"><legend dir="auto">\(name)</legend>
            <input type="hidden" name="\(HTML(value: "a\(place)"))" value="\(order)">
            \(fields)\
            <div class="row">\(button("add", place, of: place, Words.add, name))</div>
            </fieldset>

            """
    }

    /// A button of a list; the form is shown again where the list is.
    private func button(
        _ action: String,
        _ place: String,
        of list: String,
        _ text: String,
        _ of: String
    ) -> HTML {
        """
        <button name="action" value="\(HTML(value: "\(action):\(place)"))" \
        formaction="\(HTML(value: "review#\(Link.escaped("list\(list)"))"))" \
        aria-label="\(text): \(of)">\(text)</button>

        """
    }

    private func field(_ leaf: Draft.Leaf, at place: String, name: String) -> HTML {
        let id = HTML(value: "v\(place)")
        let confidence: Double? = leaf.pointer.flatMap { self.confidence[ExactText($0)] }
        let isDoubtful = isDoubtful(leaf)
        let sure: HTML? = confidence.map { value in
            let text = "\(Words.confidence) \(Percent(value).description)"
            let kind: HTML = isDoubtful ? "tag warn" : "hint"
            return "<span class=\"\(kind)\" id=\"sure-\(id)\">\(text)</span>"
        }
        let mark: HTML = leaf.isConfirmed ? " checked" : ""
        let confirm: HTML? =
            leaf.pointer == nil
            ? nil
            : """
            <label class="small"><input type="checkbox" name="\(HTML(value: "c\(place)"))" value="1" \
            aria-label="\(Words.confirmed): \(name)"\
            \(mark)> \(Words.confirmed)</label>

            """
        let low: HTML = isDoubtful ? " low" : ""
        return """
            <div class="field review\(low)">
            <label for="\(id)" dir="auto">\(name)</label>
            \(control(leaf, id: id, isSure: confidence != nil))\
            \(question(leaf, at: place, name: name))\
            <span class="row small">\(sure)\(confirm)</span>
            </div>

            """
    }

    /// What is asked where a text was typed in the place of a number.
    private func question(_ leaf: Draft.Leaf, at place: String, name: String) -> HTML? {
        guard leaf.isTextForNumber else { return nil }
        let mark: HTML = leaf.isMeantAsText ? " checked" : ""
        let before = leaf.original.map { Words.noNumber(before: Excerpt($0, most: 40).text) }
        return """
            <span class="row small" id="\(HTML(value: "kind-v\(place)"))">\
            <strong>\(before ?? Words.noNumber)</strong> \
            <label><input type="checkbox" name="\(HTML(value: "t\(place)"))" value="1" \
            aria-label="\(Words.asText): \(name)"\(mark)> \(Words.asText)</label></span>

            """
    }

    private func control(_ leaf: Draft.Leaf, id: HTML, isSure: Bool) -> HTML {
        let asks = leaf.isTextForNumber
        let wrong: HTML? = asks && !leaf.isMeantAsText ? " aria-invalid=\"true\"" : nil
        let notes: HTML? =
            switch (isSure, asks) {
            case (true, true): "sure-\(id) kind-\(id)"
            case (true, false): "sure-\(id)"
            case (false, true): "kind-\(id)"
            case (false, false): nil
            }
        let described: HTML = "\(notes.map { " aria-describedby=\"\($0)\"" as HTML })\(wrong)"
        guard leaf.isTypable else {
            let size = GroupedNumber(leaf.text.utf8.count).description
            return """
                <output id="\(id)" class="note small">\(size) bytes: \(Words.tooLong)</output>

                """
        }
        if leaf.kind == .boolean {
            let options = ["", "true", "false"].map { word -> HTML in
                let mark: HTML = word == leaf.text ? " selected" : ""
                return "<option value=\"\(word)\"\(mark)>\(word.isEmpty ? "–" : word)</option>"
            }
            return "<select id=\"\(id)\" name=\"\(id)\"\(described)>\(options)</select>\n"
        }
        // A field of one line would lose its breaks.
        if leaf.text.utf8.contains(UInt8(ascii: "\n")) || leaf.text.count > 60 {
            return """
                <textarea id="\(id)" name="\(id)" rows="3" dir="auto"\(described)>
                \(HTML(value: leaf.text))</textarea>

                """
        }
        let mode: HTML = leaf.kind == .number ? " inputmode=\"decimal\"" : " dir=\"auto\""
        return """
            <input id="\(id)" name="\(id)" value="\(HTML(value: leaf.text))"\(mode)\(described) \
            autocomplete="off">

            """
    }
}
