import Redline

extension Deliverable {
    /// The values before, by the pointers of the fields that a person changed.
    var originals: [ExactText: JSONView] {
        var originals: [ExactText: JSONView] = [:]
        for change in modifications {
            guard let original = change.original else { continue }
            originals[ExactText(change.path)] = original
        }
        return originals
    }

    /// Where the data came from, line by line.
    var sourceLines: [(label: String, cell: FlatCell)] {
        var lines: [(label: String, cell: FlatCell)] = [
            ("Extraction method", .text(source.extractionMethod))
        ]
        if let confidence = source.confidence {
            lines.append(("Confidence", .number("\(confidence)")))
        }
        if let model = source.model { lines.append(("Model", .text(model))) }
        lines.append(("Workflow", .text("\(workflow.id)")))
        lines.append(("Revision", .number("\(workflow.revision)")))
        return lines
    }
}

extension [TemplatePart] {
    /// Whether a section is among them.
    func contains(_ wanted: DeliverableSection) -> Bool {
        contains { part in
            guard case .section(let section, _) = part else { return false }
            return section == wanted
        }
    }
}

extension FlatDocument {
    /// The fields that are amounts: numbers with digits behind the point, with a currency, or with
    /// thousands apart.
    var amounts: [FlatField] {
        fields.filter { field in
            guard case .number(_, let style) = TypedValue(field.cell) else { return false }
            return style.isGrouped
        }
    }
}

extension FlatTable {
    /// The table's name for people.
    var heading: String {
        let last = name.split(separator: ".").last.map(String.init) ?? ""
        return last.isEmpty ? DeliverableSection.lineItems.heading : FieldLabel.text(last)
    }
}

/// Names of fields for people.
enum FieldLabel {
    /// `vendor.tax_id` as `Vendor › tax id`.
    static func text(_ name: String) -> String {
        var words = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "_": words += " "
            case ".": words += " › "
            default: words.unicodeScalars.append(scalar)
            }
        }
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
