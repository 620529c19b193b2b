import Redline
import RedlineDeliverables
import Testing

@Suite struct DeliverableTemplateTests {
    @Test func thereAreFour() throws {
        let templates = DeliverableTemplates()
        #expect(templates.names == ["detailed", "executive_summary", "financial", "standard"])
        #expect(
            throws: DeliverableError.unknownTemplate("letter", known: templates.names)
        ) {
            try templates.template(named: "letter")
        }
    }

    private static let headings: Set<String> = [
        "Executive summary", "Key findings", "Recommendations", "Risk factors", "Action items",
        "Amounts", "Fields", "Line items", "Changes", "Source",
    ]

    @Test(
        .enabled(if: OtherProgram.hasPDFReaders, "poppler-utils or qpdf is not installed"),
        arguments: [
            (
                "standard",
                [
                    "Executive summary", "Key findings", "Recommendations", "Fields", "Line items",
                    "Changes", "Source",
                ]
            ),
            (
                "executive_summary",
                [
                    "Executive summary", "Key findings", "Recommendations", "Risk factors",
                    "Action items", "Amounts",
                ]
            ),
            (
                "detailed",
                [
                    "Executive summary", "Key findings", "Recommendations", "Risk factors",
                    "Action items", "Amounts", "Fields", "Line items", "Changes", "Source",
                ]
            ),
            (
                "financial",
                [
                    "Executive summary", "Amounts", "Line items", "Fields", "Risk factors",
                    "Changes", "Source",
                ]
            ),
        ]
    )
    func eachHasItsSections(name: String, headings: [String]) throws {
        let template = try DeliverableTemplates().template(named: name)
        let file = try Samples.invoice().file(as: .pdf, template: template)
        let lines = try OtherProgram.pageLines(file.bytes)
        #expect(lines.filter(Self.headings.contains) == headings)
        // What a person changed is marked where the template has the changes.
        #expect(lines.contains("Muller") == headings.contains("Changes"))
    }

    private static let letter = #"""
        # Dear {{data.vendor.name}}
        {{executive_summary}}
        On {{created_on}}, {{document_id}}
        was checked.

        ## Items
        {{#data.line_items}}
        - {{description}}: {{quantity}}
        {{/data.line_items}}
        ---
        {{>closing}}
        """#

    private static let definition = #"""
        {"paper": "A5", "orientation": "landscape",
         "margins_mm": {"top": 20, "bottom": 20, "side": 15},
         "font": {"family": "DejaVu Serif", "size_pt": 10},
         "header": "{{document_id}}", "footer": "Page {{page}} of {{pages}}",
         "sections": [{"text": "letter.mustache"}, {"section": "amounts", "heading": "Sums"}]}
        """#

    @Test(.enabled(if: OtherProgram.hasPDFReaders, "poppler-utils or qpdf is not installed"))
    func aUsersOwnHasItsPageAndItsText() throws {
        let folder = try TemplateFolder([
            "template.json": Self.definition, "letter.mustache": Self.letter,
            "closing.mustache": "Yours, {{ai_model}}",
        ])
        let templates = try DeliverableTemplates(folder: folder.path)
        #expect(templates.names.contains("own"))
        let template = try templates.template(named: "own")
        let file = try Samples.invoice().file(as: .pdf, template: template)
        #expect(
            try OtherProgram.pageLines(file.bytes) == [
                "INV-1042", "Dear Müller \"& Söhne\" <AG>",
                "Invoice 0042 over 97.80. On 2026-11-21, INV-1042 was checked.", "Items",
                "• Paper, A4: 20", "• =HYPERLINK(\"http://x\"): -5", "Yours, gpt-4o", "Sums",
                "Total 97.80", "Page 1 of 1",
            ]
        )
        let facts = try OtherProgram.onFile(file.bytes, ending: "pdf") { path in
            try OtherProgram.run(["pdfinfo", path]) + OtherProgram.run(["pdffonts", path])
        }
        #expect(facts.contains("595.276 x 419.528 pts"))
        #expect(facts.contains("DejaVuSerif"))
        #expect(!facts.contains("DejaVuSans"))
    }

    @Test(.enabled(if: OtherProgram.python != nil, "python3-openpyxl is not installed"))
    func aUsersOwnTextIsOnTheFirstSheet() throws {
        let folder = try TemplateFolder([
            "template.json": Self.definition, "letter.mustache": "# Hello\nYou\n\n- one",
        ])
        let template = try DeliverableTemplates(folder: folder.path).template(named: "own")
        let file = try Samples.invoice().file(as: .excel, template: template)
        #expect(
            try OtherProgram.workbook(file.bytes).split(separator: "\n").dropFirst() == [
                "[Summary] frozen None filter None", "A2 s 'Hello'", "B3 s 'You'", "B4 s 'one'",
                "[Sums] frozen A2 filter A1:B2", "A1 s 'Field'", "B1 s 'Amount'", "A2 s 'total'",
                "B2 n 97.8 #,##0.00",
            ]
        )
    }

    @Test(.enabled(if: OtherProgram.hasPDFReaders, "poppler-utils or qpdf is not installed"))
    func valuesMakeNoHeadingsAndNoLists() throws {
        let folder = try TemplateFolder([
            "template.json": #"{"sections": [{"text": "t.mustache"}]}"#,
            "t.mustache": "{{data.a}}\n\n- {{data.b}}\n\n{{{data.a}}}",
        ])
        let template = try DeliverableTemplates(folder: folder.path).template(named: "own")
        let deliverable = try Samples.deliverable(
            ##"{"a": "# one two\n- three four", "b": "- \\# {{data.a}}"}"##
        )
        let file = try deliverable.file(as: .pdf, template: template)
        let lines = try OtherProgram.pageLines(file.bytes)
        #expect(
            lines.dropLast()
                // With three braces the template's author says that the value is markup.
                == ["# one two", "- three four", "• - \\# {{data.a}}", "one two", "• three four"]
        )
    }

    @Test(arguments: [
        ("{", "template.json is not JSON: a member needs a name (byte 1)"),
        ("[]", "template.json must be an object"),
        ("{}", "sections must be a list of at least one section"),
        (
            #"{"section": ["title"]}"#,
            "template.json has a member section, which is not known; is sections meant?"
        ),
        (#"{"sections": ["titel"]}"#, "there is no section titel; is title meant?"),
        (
            #"{"sections": [{"text": "x.mustache"}]}"#,
            "a section must name a section, or as text one of its files (t.mustache)"
        ),
        (
            #"{"paper": "B5", "sections": ["title"]}"#,
            "paper must be one of A3, A4, A5, Legal, Letter"
        ),
        (
            #"{"margins_mm": {"side": 80}, "paper": "A5", "sections": ["title"]}"#,
            "margins_mm leave too little of the paper"
        ),
        (
            #"{"font": {"size_pt": 200}, "sections": ["title"]}"#,
            "font.size_pt must be a number from 5 to 24"
        ),
    ])
    func whatCannotBeUsedIsRefused(definition: String, fault: String) throws {
        let folder = try TemplateFolder(["template.json": definition, "t.mustache": "x"])
        #expect(throws: DeliverableError.invalidTemplate("own", fault)) {
            try DeliverableTemplates(folder: folder.path)
        }
    }

    @Test func filesThatAreNoTemplatesAreRefused() throws {
        let noDefinition = try TemplateFolder(["t.mustache": "x"])
        #expect(
            throws: DeliverableError.invalidTemplate("own", "template.json cannot be read")
        ) {
            try DeliverableTemplates(folder: noDefinition.path)
        }
        let broken = try TemplateFolder([
            "template.json": #"{"sections": ["title"]}"#, "t.mustache": "{{#a}}",
        ])
        #expect(throws: DeliverableError.self) { try DeliverableTemplates(folder: broken.path) }
        let large = try TemplateFolder([
            "template.json": #"{"sections": ["title"]}"#,
            "t.mustache": String(repeating: "x", count: 262_145),
        ])
        #expect(
            throws: DeliverableError.invalidTemplate("own", "t.mustache has more than 262144 bytes")
        ) {
            try DeliverableTemplates(folder: large.path)
        }
        #expect(throws: DeliverableError.self) {
            try DeliverableTemplates(folder: "\(large.path)/nothing")
        }
        let named = try TemplateFolder(["template.json": "{}"], named: "no name")
        #expect(
            throws: DeliverableError.invalidTemplate(
                "no name",
                "names are letters, digits, _ and -, at most 64"
            )
        ) {
            try DeliverableTemplates(folder: named.path)
        }
    }
}
