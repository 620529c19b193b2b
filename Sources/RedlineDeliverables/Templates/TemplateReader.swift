import Mustache
import Redline

/// Reads the definition of a user's template, and refuses what it does not know.
struct TemplateReader {
    let name: String
    let texts: [String: MustacheTemplate]
    let library: MustacheLibrary

    private static let pointsPerMillimetre = 72 / 25.4
    private static let papers: [String: (width: Double, height: Double)] = [
        "A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "Letter": (215.9, 279.4),
        "Legal": (215.9, 355.6),
    ]

    func template(_ root: JSONView) throws(DeliverableError) -> DeliverableTemplate {
        try check(
            root,
            "template.json",
            ["paper", "orientation", "margins_mm", "font", "header", "footer", "sections"]
        )
        var page = PageDefinition()
        try paper(root, &page)
        try margins(root["margins_mm"], &page)
        try font(root["font"], &page)
        page.header = try margin("header", root) ?? page.header
        page.footer = try margin("footer", root) ?? page.footer
        guard let sections = root["sections"], sections.kind == .array, sections.count > 0 else {
            throw fault("sections must be a list of at least one section")
        }
        var parts: [TemplatePart] = []
        for section in sections.elements { parts.append(try part(section)) }
        return DeliverableTemplate(name: name, parts: parts, page: page)
    }

    private func fault(_ text: String) -> DeliverableError { .invalidTemplate(name, text) }

    /// Refuses anything but an object of these members.
    private func check(
        _ object: JSONView,
        _ place: String,
        _ known: [String]
    ) throws(DeliverableError) {
        guard object.kind == .object else { throw fault("\(place) must be an object") }
        for (member, _) in object.members where !known.contains(member) {
            let hint = Suggestion.closest(to: member, in: known).map { "; is \($0) meant?" } ?? ""
            throw fault("\(place) has a member \(member), which is not known\(hint)")
        }
    }

    private func paper(_ root: JSONView, _ page: inout PageDefinition) throws(DeliverableError) {
        let scale = Self.pointsPerMillimetre
        if let paper = root["paper"] {
            guard let size = paper.string.flatMap({ Self.papers[$0] }) else {
                throw fault(
                    "paper must be one of \(Self.papers.keys.sorted().joined(separator: ", "))"
                )
            }
            (page.width, page.height) = (size.width * scale, size.height * scale)
        }
        switch root["orientation"]?.string {
        case "landscape": (page.width, page.height) = (page.height, page.width)
        case "portrait": break
        default:
            guard root["orientation"] == nil else {
                throw fault("orientation must be portrait or landscape")
            }
        }
    }

    private func margins(
        _ margins: JSONView?,
        _ page: inout PageDefinition
    ) throws(DeliverableError) {
        guard let margins else { return }
        try check(margins, "margins_mm", ["top", "bottom", "side"])
        func length(_ name: String, _ given: Double) throws(DeliverableError) -> Double {
            guard let value = margins[name] else { return given }
            guard let length = value.double, (5...80).contains(length) else {
                throw fault("margins_mm.\(name) must be a number from 5 to 80")
            }
            return length * Self.pointsPerMillimetre
        }
        page.topMargin = try length("top", page.topMargin)
        page.bottomMargin = try length("bottom", page.bottomMargin)
        page.sideMargin = try length("side", page.sideMargin)
        guard page.height - page.topMargin - page.bottomMargin > 150,
            page.width - 2 * page.sideMargin > 150
        else { throw fault("margins_mm leave too little of the paper") }
    }

    private func font(_ font: JSONView?, _ page: inout PageDefinition) throws(DeliverableError) {
        guard let font else { return }
        try check(font, "font", ["family", "heading_family", "size_pt"])
        if let family = try text("family", font) {
            page.fontFamily = family
            page.headingFamily = family
        }
        page.headingFamily = try text("heading_family", font) ?? page.headingFamily
        if let value = font["size_pt"] {
            guard let size = value.double, (5...24).contains(size) else {
                throw fault("font.size_pt must be a number from 5 to 24")
            }
            page.fontSize = size
        }
    }

    private func text(_ member: String, _ object: JSONView) throws(DeliverableError) -> String? {
        guard let value = object[member] else { return nil }
        guard let text = value.string, text.utf8.count <= 1_000 else {
            throw fault("\(member) must be a text of at most 1,000 bytes")
        }
        return text
    }

    private func margin(_ member: String, _ root: JSONView) throws(DeliverableError) -> String? {
        guard let text = try text(member, root) else { return nil }
        do {
            _ = try MustacheTemplate(string: text)
        } catch {
            throw fault("\(member) is not mustache: \(error)")
        }
        return text
    }

    private func part(_ section: JSONView) throws(DeliverableError) -> TemplatePart {
        if let name = section.string { return .section(try self.section(name), heading: nil) }
        try check(section, "a section", ["section", "heading", "text"])
        let heading = try text("heading", section)
        if let name = section["section"]?.string {
            guard section["text"] == nil else {
                throw fault("a section has either section or text")
            }
            return .section(try self.section(name), heading: heading)
        }
        guard let file = section["text"]?.string, let template = texts[file] else {
            let known = texts.keys.sorted().joined(separator: ", ")
            throw fault("a section must name a section, or as text one of its files (\(known))")
        }
        guard heading == nil else { throw fault("a text has its headings in its file") }
        return .text(TemplateText(template, library))
    }

    private func section(_ name: String) throws(DeliverableError) -> DeliverableSection {
        if let section = DeliverableSection(rawValue: name) { return section }
        let known = DeliverableSection.allCases.map(\.rawValue)
        let hint = Suggestion.closest(to: name, in: known).map { "is \($0) meant?" }
        throw fault(
            "there is no section \(name); \(hint ?? "there are \(known.joined(separator: ", "))")"
        )
    }
}
