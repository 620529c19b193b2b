import Redline

extension Deliverable {
    /// Renders the deliverable.
    ///
    /// This computes for as long as it takes and, for Excel, waits for the file system: call it on a
    /// thread of your own and not on the threads of Swift's concurrency. It is safe on any number of
    /// threads at once. For PDF, a thread that renders again has its fonts at hand: keep threads
    /// rather than starting one for each file.
    ///
    /// - Throws: `DeliverableError` where the file cannot be written.
    public func file(
        as format: DeliverableFormat,
        template: DeliverableTemplate = .standard
    ) throws(DeliverableError) -> DeliverableFile {
        switch format {
        case .json: return file(JSONFile.bytes(of: self, template: template), format)
        case .csv: return file(CSVFile.bytes(of: self), format)
        case .excel:
            let workbook = try ExcelFile.bytes(of: self, template: template)
            return file(workbook.bytes, format, isCut: workbook.isCut)
        case .pdf:
            let pages = try PDFFile.bytes(of: self, template: template)
            return file(pages.bytes, format, pages: pages.pages, isCut: pages.isCut)
        }
    }

    private func file(
        _ bytes: [UInt8],
        _ format: DeliverableFormat,
        pages: Int? = nil,
        isCut: Bool = false
    ) -> DeliverableFile {
        DeliverableFile(
            bytes: bytes,
            mediaType: format.mediaType,
            name: fileName(format),
            pages: pages,
            isCut: isCut
        )
    }

    /// What a file of a template shows, in order: the template's parts without the sections that the
    /// person did not want, and behind them those that the person wanted besides.
    func parts(of template: DeliverableTemplate) -> [TemplatePart] {
        let wanted = preferences.included
        var named: Set<DeliverableSection> = []
        var parts = template.parts.filter { part in
            guard case .section(let section, _) = part else { return true }
            named.insert(section)
            return wanted[section] ?? true
        }
        for section in DeliverableSection.allCases where wanted[section] == true {
            if !named.contains(section) { parts.append(.section(section, heading: nil)) }
        }
        return parts
    }

    private static let nameLimit = 100

    func fileName(_ format: DeliverableFormat) -> String {
        var name = ""
        for byte in document.id.utf8.prefix(Self.nameLimit) {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": name.unicodeScalars.append(scalar)
            default: if !name.hasSuffix("_") { name += "_" }
            }
        }
        // Neither a hidden file nor a name without letters and digits.
        name = String(name.drop { $0 == "." })
        if !name.contains(where: { $0.isLetter || $0.isNumber }) { name = "document" }
        let revision = workflow.revision > 1 ? "-r\(workflow.revision)" : ""
        return "\(name)\(revision).\(format.fileExtension)"
    }
}
