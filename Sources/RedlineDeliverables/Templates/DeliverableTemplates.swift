import Foundation
import Mustache
import Redline

/// The templates that there are: those that are always there, and a user's own.
///
/// A user's own lie in a folder, each in a folder of its name with `template.json`, which says what
/// the page looks like and which sections it has, and the mustache texts that this names.
public struct DeliverableTemplates: Sendable {
    private var templates: [String: DeliverableTemplate] = [:]

    /// The largest file of a template, in bytes.
    static let fileLimit = 262_144

    /// The templates that are always there.
    public init() {
        for template in DeliverableTemplate.builtIn { templates[template.name] = template }
    }

    /// These, and those in a folder; of two with one name the folder's counts.
    ///
    /// - Throws: `DeliverableError.invalidTemplate` where one of them cannot be used.
    public init(folder: String) throws(DeliverableError) {
        self.init()
        let names = try Self.names(in: folder, of: "the folder of templates")
        for name in names.sorted() where !name.hasPrefix(".") {
            guard name.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil else {
                throw .invalidTemplate(name, "names are letters, digits, _ and -, at most 64")
            }
            templates[name] = try Self.template(name, in: "\(folder)/\(name)")
        }
    }

    /// The names of all of them, sorted.
    public var names: [String] { templates.keys.sorted() }

    /// The template of that name.
    ///
    /// - Throws: `DeliverableError.unknownTemplate` where there is none.
    public func template(named name: String) throws(DeliverableError) -> DeliverableTemplate {
        guard let template = templates[name] else {
            throw .unknownTemplate(name, known: names)
        }
        return template
    }

    private static func template(
        _ name: String,
        in folder: String
    ) throws(DeliverableError) -> DeliverableTemplate {
        var library = MustacheLibrary()
        var texts: [String: MustacheTemplate] = [:]
        for file in try names(in: folder, of: name) where file.hasSuffix(".mustache") {
            let text = String(decoding: try content(file, in: folder, of: name), as: UTF8.self)
            do {
                let template = try TemplateText.parse(text)
                texts[file] = template
                library.register(template, named: String(file.dropLast(".mustache".count)))
            } catch {
                throw .invalidTemplate(name, "\(file) is not mustache: \(error)")
            }
        }
        let definition = try content("template.json", in: folder, of: name)
        do {
            let document = try JSONDocument(parsing: definition)
            let reader = TemplateReader(name: name, texts: texts, library: library)
            return try reader.template(document.root)
        } catch let error as JSONParseError {
            throw .invalidTemplate(name, "template.json is not JSON: \(error)")
        } catch let error as DeliverableError {
            throw error
        } catch {
            throw .invalidTemplate(name, "template.json cannot be read")
        }
    }

    private static func names(
        in folder: String,
        of template: String
    ) throws(DeliverableError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw .invalidTemplate(template, "\(folder) is not a folder that can be read")
        }
    }

    private static func content(
        _ file: String,
        in folder: String,
        of template: String
    ) throws(DeliverableError) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: "\(folder)/\(file)"),
            let data = try? handle.read(upToCount: fileLimit + 1) ?? Data()
        else { throw .invalidTemplate(template, "\(file) cannot be read") }
        guard data.count <= fileLimit else {
            throw .invalidTemplate(template, "\(file) has more than \(fileLimit) bytes")
        }
        return Array(data)
    }
}
