import Foundation
import Redline

/// Gives the files of a dataset their names, and writes what goes with them.
struct DatasetFinish {
    /// A file that is done.
    struct File {
        let name: String
        /// The part of the dataset; nil for the file of records.
        let part: String?
        let lines: Int
        let bytes: Int
        let digest: String
    }

    let plan: DatasetPlan
    let target: DatasetTarget
    let counts: DatasetCounts

    /// Moves the files to their names, as far as they are not there yet.
    func files() throws(DatasetFileError) -> [File] {
        var files: [File] = []
        for part in plan.split.parts {
            let url = target.data(part.name, of: plan.split)
            files.append(try file(url, part: part.name, lines: counts.lines[part.name] ?? 0))
        }
        files.append(try file(target.records, part: nil, lines: counts.total))
        return files
    }

    private func file(_ url: URL, part: String?, lines: Int) throws(DatasetFileError) -> File {
        let manager = FileManager.default
        let partial = DatasetFile.partial(url)
        if manager.fileExists(atPath: partial.path) {
            guard rename(partial.path, url.path) == 0 else {
                throw DatasetFileError(path: url.path)
            }
        }
        let size = try? manager.attributesOfItem(atPath: url.path)[.size] as? Int
        return File(
            name: url.lastPathComponent,
            part: part,
            lines: lines,
            bytes: size ?? 0,
            digest: try DatasetFile.digest(of: url)
        )
    }

    /// The files as JSON.
    func json(of files: [File]) -> String {
        var json = JSONWriter()
        json.files(files)
        return json.text
    }

    /// Writes the manifest.
    ///
    /// It has no time in it: the same dataset has the same manifest.
    func writeManifest(_ files: [File], schemaVersion: Int) throws(DatasetFileError) {
        var json = JSONWriter()
        json.beginObject()
        json.name("manifest_version")
        json.integer(1)
        json.name("redline_version")
        json.string(redlineVersion)
        json.name("schema_version")
        json.integer(schemaVersion)
        json.name("shape")
        json.string(plan.shape.rawValue)
        json.name("filters")
        plan.filter.write(to: &json)
        json.name("options")
        plan.writeOptions(to: &json)
        json.name("prompts")
        json.beginObject()
        for (name, text) in zip(["document", "field", "summary"], plan.templates.texts) {
            json.name(name)
            json.string(text)
        }
        json.endObject()
        json.name("files")
        json.files(files)
        json.name("counts")
        counts.write(to: &json)
        json.name("definitions")
        json.beginObject()
        for (name, text) in DatasetDefinitions.all {
            json.name(name)
            json.string(text)
        }
        json.endObject()
        json.endObject()
        json.endLine()
        try write(json.bytes, to: target.manifest)
    }

    /// Writes the dataset card.
    func writeCard() throws(DatasetFileError) {
        let card = DatasetCard(plan: plan, target: target, counts: counts)
        try write(Array(card.text.utf8), to: target.card)
    }

    private func write(_ bytes: [UInt8], to url: URL) throws(DatasetFileError) {
        do {
            try Data(bytes).write(to: url, options: .atomic)
        } catch {
            throw DatasetFileError(path: url.path)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func files(_ files: [DatasetFinish.File]) {
        beginArray()
        for file in files {
            beginObject()
            name("name")
            string(file.name)
            name("part")
            optionalString(file.part)
            name("lines")
            integer(file.lines)
            name("bytes")
            integer(file.bytes)
            name("sha256")
            string(file.digest)
            endObject()
        }
        endArray()
    }
}
