import Foundation
import Testing

/// A person works an export on pages alone, and what is recorded is what they did.
@Suite("The pages of exports", .serving())
struct ExportPageTests {
    private func person(_ name: String) async throws -> (Browser, key: String) {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "\(name)@example.com")
        return (try await Browser(server, key: key), key)
    }

    /// The fields of a page's form, as a browser without scripts sends them.
    private func fields(_ page: HTTPAnswer) -> [(String, String)] {
        var fields: [(String, String)] = []
        let controls =
            /<(?:input[^>]*? name="([^"]*)"[^>]*? value="([^"]*)"|textarea[^>]*? name="([^"]*)"[^>]*>\n([^<]*)<|select[^>]*? name="([^"]*)">(.*?)<\/select>)/
        for match in page.text.matches(of: controls) {
            if let name = match.1 ?? match.3, let value = match.2 ?? match.4 {
                let isBox = match.0.contains("type=\"checkbox\"")
                if isBox || name == "form_token" { continue }
                fields.append((plain(name), plain(value)))
            } else if let name = match.5, let options = match.6 {
                let chosen =
                    options.firstMatch(of: /<option(?: value="[^"]*")? selected>([^<]*)/)
                    ?? options.firstMatch(of: /<option(?: value="[^"]*")?>([^<]*)/)
                let word = chosen.map { plain($0.1) } ?? ""
                fields.append((plain(name), word == "–" ? "" : word))
            }
        }
        return fields
    }

    private func plain(_ text: Substring) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&#13;", with: "\r").replacing("&#10;", with: "\n")
            .replacing("&amp;", with: "&")
    }

    private func replacing(
        _ fields: [(String, String)],
        _ new: [(String, String)]
    ) -> [(String, String)] {
        let names = new.map(\.0)
        return fields.filter { !names.contains($0.0) } + new
    }

    @Test("lead from a stored document to the file, with corrections and an added item recorded")
    func walk() async throws {
        let (browser, key) = try await person("walker")
        let stored = try await browser.server.put("/api/v1/docs/INV-7", key, Sample.document())
        #expect(stored.status == 201, "\(stored.text)")
        #expect(try await browser.get("/exports").shown.contains("INV-7"))
        let begun = try await browser.post("/exports/begin", [("document_id", "INV-7")])
        let review = try #require(begun.location)
        var page = try await browser.get(review)
        #expect(page.status == 200)
        // The least certain field comes first.
        let vendor = try #require(page.text.firstRange(of: "id=\"v/vendor_name\""))
        let number = try #require(page.text.firstRange(of: "id=\"v/invoice_number\""))
        #expect(vendor.lowerBound < number.lowerBound)

        let typed = replacing(
            fields(page),
            [
                ("v/vendor_name", "ABC Corporation"), ("v/total_amount", "1250.50"),
                ("v/due_date", "2024-02-16"), ("c/invoice_number", "1"),
                ("editing_time_seconds", "42.5"), ("action", "add:/line_items"),
            ]
        )
        page = try await browser.post(review, typed)
        #expect(page.status == 200)
        #expect(page.text.contains("value=\"ABC Corporation\""))
        #expect(
            page.text.contains(
                /name="c\/invoice_number" value="1"[^>]* checked>/
            )
        )
        let finished = replacing(
            fields(page),
            [
                ("v/line_items/n1/description", "Travel"), ("v/line_items/n1/quantity", "2"),
                ("c/invoice_number", "1"), ("export_format", "json"),
                ("document_template", "detailed"), ("priority_fields", "total_amount, due_date"),
                ("action", "finish"),
            ]
        )
        let done = try await browser.post(review, finished)
        #expect(done.status == 303, "\(done.shown)")
        let place = try #require(done.location?.split(separator: "?").first.map(String.init))
        let id = try #require(place.split(separator: "/").last)
        let workflow = try await browser.server.get("/api/v1/exports/\(id)", key).json
        #expect(workflow["status"].string == "completed")
        let stage = workflow["stages"]["stage2"]
        var expected = Sample.original
        expected["vendor_name"] = "ABC Corporation"
        expected["due_date"] = "2024-02-16"
        expected["line_items"] = [
            ["description": "Consulting", "quantity": 10],
            ["description": "Travel", "quantity": 2],
        ]
        #expect(stage["modified_data"] == expected)
        #expect(
            stage["reviewed_fields"] == [
                "/due_date", "/invoice_number", "/total_amount", "/vendor_name",
            ]
        )
        #expect(stage["user_actions"]["editing_time_seconds"].number == 42.5)
        #expect(stage["user_preferences"]["priority_fields"] == ["total_amount", "due_date"])
        #expect(stage["changes"].elements.count == 4)

        let shown = try await browser.get(place)
        for text in ["Corporation", "Travel", "completed"] { #expect(shown.shown.contains(text)) }
        #expect(shown.text.contains("<del>Corp</del>"))
        let file = try await browser.get("\(place)/file")
        let same = try await browser.server.get("/api/v1/exports/\(id)/deliverable", key)
        #expect(file.body == same.body)
        #expect(file.status == 200)

        // Another format, as one more revision, and what one thinks of it.
        let anew = try await browser.post(
            "\(place)/regenerate",
            [("revision", "1"), ("export_format", "excel"), ("document_template", "standard")]
        )
        #expect(anew.status == 303, "\(anew.shown)")
        let rated = try await browser.post(
            "\(place)/feedback",
            [("satisfaction_rating", "4"), ("feedback_text", "Good <b>work</b>")]
        )
        #expect(rated.status == 303, "\(rated.shown)")
        let after = try await browser.get(place)
        #expect(after.shown.contains("Good <b>work</b>"))
        #expect(
            try await browser.get("\(place)/file?revision=2").body.starts(with: Array("PK".utf8))
        )
        let compared = try await browser.get("\(place)/compare?from=1-draft&to=2-final")
        #expect(compared.shown.contains("/due_date"))
        #expect(try await browser.get("\(place)/compare?from=9-draft").status == 400)
        #expect(try await browser.get("/exports").shown.contains("INV-7"))
    }

    @Test("show what somebody else did meanwhile, and overwrite nothing")
    func outdated() async throws {
        let (browser, key) = try await person("late")
        let begun = try await browser.post(
            "/exports/begin",
            [
                ("document_id", "D"), ("document_type", "note"),
                ("extracted_data", #"{"a":"one","b":2}"#),
            ]
        )
        let review = try #require(begun.location)
        let mine = try await browser.get(review)
        let id = try #require(review.split(separator: "/").dropFirst().first)
        var theirs = Sample.review(String(id), ["a": "two", "b": 2])
        theirs["revision"] = 1
        let file = try await browser.server.post("/api/v1/docs/D/export", key, theirs)
        #expect(file.status == 200, "\(file.text)")
        let answer = try await browser.post(
            review,
            replacing(fields(mine), [("v/a", "three"), ("action", "finish")])
        )
        #expect(answer.status == 409)
        #expect(answer.shown.contains("Somebody changed this export meanwhile"))
        #expect(answer.text.contains("value=\"three\""))
        #expect(answer.text.contains("<code>/a</code>"))
        let workflow = try await browser.server.get("/api/v1/exports/\(id)", key).json
        #expect(workflow["stages"]["stage2"]["modified_data"]["a"].string == "two")
    }

    @Test("ask before a text takes the place of a number")
    func kinds() async throws {
        let (browser, key) = try await person("kinds")
        let begun = try await browser.post(
            "/exports/begin",
            [
                ("document_id", "D"), ("document_type", "t"),
                ("extracted_data", #"{"total":900.00,"of":"1","net":7,"lines":[{"n":1}]}"#),
            ]
        )
        let review = try #require(begun.location)
        let id = try #require(review.split(separator: "/").dropFirst().first)
        let first = try await browser.get(review)
        #expect(!first.text.contains("aria-invalid"))
        let typed = replacing(
            fields(first),
            [
                ("v/total", "about 900"), ("v/of", "one"), ("v/net", " 8 000.5 "),
                ("v/lines/o0/n", "1x"), ("action", "finish"),
            ]
        )
        let asked = try await browser.post(review, typed)
        #expect(asked.status == 400)
        #expect(asked.shown.contains("some fields have texts in the place of numbers"))
        #expect(asked.shown.contains("This is no number, as 900.00 was."))
        #expect(asked.text.matches(of: /aria-invalid="true"/).count == 2)
        #expect(asked.text.contains("value=\"about 900\""))
        #expect(asked.text.contains("aria-describedby=\"kind-v/total\" aria-invalid=\"true\""))
        let before = try await browser.server.get("/api/v1/exports/\(id)", key).json
        #expect(before["stages"]["stage2"] == nil, "nothing was recorded")

        // One is meant, the other one was a slip.
        let settled = replacing(
            fields(asked),
            [("t/total", "1"), ("v/lines/o0/n", "12"), ("action", "finish")]
        )
        let done = try await browser.post(review, settled)
        #expect(done.status == 303, "\(done.shown)")
        let workflow = try await browser.server.get("/api/v1/exports/\(id)", key).json
        #expect(
            workflow["stages"]["stage2"]["modified_data"]
                == ["total": "about 900", "of": "one", "net": 8000.5, "lines": [["n": 12]]]
        )
    }

    @Test("record what was looked at, also where nothing was corrected")
    func ticks() async throws {
        let (browser, key) = try await person("ticks")
        for (document, ticked) in [("ticked", true), ("not", false)] {
            let begun = try await browser.post(
                "/exports/begin",
                [
                    ("document_id", document), ("document_type", "t"),
                    ("extracted_data", #"{"a":"one","b":2}"#),
                ]
            )
            let review = try #require(begun.location)
            let id = try #require(review.split(separator: "/").dropFirst().first)
            let page = try await browser.get(review)
            let tick = ticked ? [("c/b", "1")] : []
            let done = try await browser.post(
                review,
                replacing(fields(page), tick + [("action", "finish")])
            )
            #expect(done.status == 303, "\(done.shown)")
            let workflow = try await browser.server.get("/api/v1/exports/\(id)", key).json
            #expect(workflow["status"].string == "completed")
            let stage = workflow["stages"]["stage2"]
            if ticked {
                #expect(stage["reviewed_fields"] == ["/b"])
                #expect(stage["modified_data"] == ["a": "one", "b": 2])
                #expect(stage["changes"] == [])
            } else {
                #expect(stage == nil)
            }
            // Said to be right as it came, either way.
            let path = "/api/v1/reports/editing_rate?by=owner&owner=ticks@example.com"
            let rows = try await browser.server.get(path, browser.server.admin).json["rows"]
            #expect(rows[0]["reviewed"] == rows[0]["untouched"])
        }
    }

    @Test("go on with a review that was recorded when something came between it and the file")
    func interrupted() async throws {
        let (browser, key) = try await person("interrupted")
        let begun = try await browser.post(
            "/exports/begin",
            [("document_id", "D"), ("document_type", "t"), ("extracted_data", #"{"a":"one"}"#)]
        )
        let place = try #require(begun.location).replacing("/review", with: "")
        var stage = Sample.modifications(["a": "one"], ["a": "two"])
        stage["reviewed_fields"] = ["/a"]
        try await browser.server.record(
            "/api/v1\(place)/modifications",
            key,
            stage
        )
        #expect(try await browser.get("/exports").text.contains("href=\"\(place)\""))
        let page = try await browser.get(place)
        #expect(page.shown.contains("Make the file from what was recorded"))
        let done = try await browser.post("\(place)/finish", [])
        #expect(done.location == "\(place)?said=done", "\(done.shown)")
        let workflow = try await browser.server.get("/api/v1\(place)", key).json
        #expect(workflow["status"].string == "completed")
        #expect(workflow["stages"]["stage2"]["modified_data"] == ["a": "two"])
        #expect(workflow["revisions"].elements.count <= 1)
        #expect(try await browser.get("\(place)/file").body.starts(with: Array("%PDF".utf8)))
    }

    @Test("keep what somebody typed when the file cannot be made, and say why")
    func refused() async throws {
        let (browser, _) = try await person("refused")
        let begun = try await browser.post(
            "/exports/begin",
            [("document_id", "D"), ("document_type", "t"), ("extracted_data", #"{"a":"one"}"#)]
        )
        let review = try #require(begun.location)
        let form = try await browser.get(review)
        let answer = try await browser.post(
            review,
            replacing(
                fields(form),
                [("v/a", "typed"), ("document_template", "nothing"), ("action", "finish")]
            )
        )
        #expect(answer.status == 400, "\(answer.status)")
        #expect(answer.shown.contains("The file was not made"))
        #expect(answer.text.contains("value=\"typed\""))
        // Whose sign-in has ended comes back to the review.
        let ended = try await browser.server.send("POST", review, nil, Array("action=finish".utf8))
        #expect(
            ended.location
                == "/sign-in?next=\(review.replacing("/", with: "%2F"))"
        )
    }

    @Test("of one owner open nothing of another's")
    func isolation() async throws {
        let (ana, _) = try await person("ana-pages")
        let begun = try await ana.post(
            "/exports/begin",
            [
                ("document_id", "hers"), ("document_type", "t"),
                ("extracted_data", #"{"a":"anasecret"}"#),
            ]
        )
        let review = try #require(begun.location)
        let place = review.replacing("/review", with: "")
        #expect(try await ana.get(review).text.contains("anasecret"))
        let (ben, _) = try await person("ben-pages")
        for path in [review, place, "\(place)/compare", "\(place)/file"] {
            let answer = try await ben.get(path)
            #expect(answer.status == 404, "\(path)")
            #expect(!answer.text.contains("anasecret"))
        }
        for path in [review, "\(place)/regenerate", "\(place)/feedback"] {
            let answer = try await ben.post(
                path,
                [
                    ("action", "finish"), ("satisfaction_rating", "1"), ("export_format", "json"),
                    ("document_template", "standard"),
                ]
            )
            #expect(answer.status == 404, "\(path): \(answer.shown)")
        }
        #expect(try await !ben.get("/exports").text.contains("hers"))
    }

    @Test("refuse a document that is none, and say what is wrong with it")
    func notADocument() async throws {
        let (browser, _) = try await person("wrong")
        for (data, status) in [("{", 400), ("[1]", 400), ("", 404), (#"{"a":"\u0000"}"#, 400)] {
            let answer = try await browser.post(
                "/exports/begin",
                [("document_id", "D"), ("document_type", "t"), ("extracted_data", data)]
            )
            #expect(answer.status == status, "\(data): \(answer.shown)")
        }
        let unnamed = try await browser.post(
            "/exports/begin",
            [("document_id", ""), ("extracted_data", "{}")]
        )
        #expect(unnamed.status == 400)
    }

    @Test("show hostile content as text, and stay small whatever is in a field")
    func hostile() async throws {
        let (browser, _) = try await person("hostile")
        let texts = [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "\u{202E}rtl",
            "a\u{0}b",
            "</textarea><script>", "&lt;b&gt;", "{{7*7}}", "'; drop table x; --",
        ].filter { !$0.unicodeScalars.contains("\u{0}") }
        var data: [String: JSON] = ["long": .string(String(repeating: "long ", count: 200_000))]
        for (index, text) in texts.enumerated() { data["f\(index)"] = .string(text) }
        data["<b>name</b>"] = "x"
        let begun = try await browser.post(
            "/exports/begin",
            [
                ("document_id", "<script>id</script>"), ("document_type", "<i>t</i>"),
                ("extracted_data", try JSON.object(data).text),
            ]
        )
        let review = try #require(begun.location, "\(begun.shown.prefix(400))")
        let form = try await browser.get(review)
        #expect(form.status == 200)
        #expect(form.body.count < 200_000)
        let sent = replacing(
            fields(form),
            [("v/f0", "<svg onload=alert(2)>"), ("export_format", "json"), ("action", "finish")]
        )
        let done = try await browser.post(review, sent)
        let place = try #require(done.location?.split(separator: "?").first.map(String.init))
        for path in [review, place, "\(place)/compare", "/exports"] {
            let page = try await browser.get(path)
            #expect(page.status == 200)
            #expect(page.body.count < 200_000, "\(path): \(page.body.count)")
            let elements = /<(script|img|svg|i|b)[ >](?!src="\/assets)/
            #expect(page.text.firstMatch(of: elements) == nil, "\(path)")
            #expect(page.text.components(separatedBy: "<script").count == 2, "\(path)")
        }
        // What nobody touched is as it was, the megabyte and the override too.
        let last = try await browser.get("\(place)/file")
        #expect(last.text.contains("long long long"))
    }
}
