import Foundation
import Testing

@Suite("redline corrections export: the same bytes")
struct DatasetResumeTests {
    /// 1,100 workflows of 40 owners with three corrections each, every fifth of which says what
    /// another says.
    private static let records = """
        select redline.ensure_partitions('export', now() - interval '1 hour');
        with workflow as (
          select n, 'owner' || n % 40 || '@example.com' as owner,
            now() - interval '1 hour' + make_interval(secs => n) as started,
            ('01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id
          from generate_series(1, 1100) n
        ), stage as (
          insert into redline.export_stage (
            owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at,
            kept_from, digest, record, document_id, document_type, extraction_method, model,
            extracted, modified, deleted, added, editing_seconds, char_edits, char_length, field,
            field_extracted, field_modified, field_deleted, field_added
          )
          select owner, started, id, 1, s, started, now(), now(), decode(md5(n::text || s), 'hex'),
            case s when 1 then
              json_build_object('initial_extracted_data', json_build_object('a', n),
                'ai_initial_summary', 'Summary of ' || md5(n::text))
            else
              json_build_object('original_data', json_build_object('a', n, 'b', md5(n::text)),
                'modified_data', json_build_object('a', n, 'b', md5('x' || n % 880)))
            end, 'doc-' || n, 'invoice', 'ocr', 'model-1', 3, 3, 0, 0, 10, 0, 0, '{}', '{}', '{}', '{}', '{}'
          from workflow, generate_series(1, 2) s
          returning 1
        )
        insert into redline.correction (
          owner, workflow_started_at, workflow_id, revision, ordinal, kept_from, field,
          original_path, modified_path, change_type, pattern, original, modified
        )
        select owner, started, id, 1, k, now(), '/f' || k, '/f' || k, '/f' || k, 'modification',
          'rewrite', to_json(md5('o' || n % 880 || k)), to_json(md5('m' || n % 880 || k))
        from workflow, generate_series(0, 2) k;
        """

    @Test("are written again by the same command, packed or not")
    func deterministic() async throws {
        let database = try await TestDatabase.migrated()
        try await database.run(Self.records)
        let options = ["--shape", "dpo", "--split", "train=0.7,test=0.3", "--max-per-owner", "20"]
        let first = try await database.dataset(options)
        let second = try await database.dataset(options)
        for name in ["train.jsonl", "test.jsonl", "records.jsonl", "manifest.json", "README.md"] {
            #expect(try first.bytes(name) == second.bytes(name), "\(name)")
        }
        #expect(try first.lines().count + first.lines("test.jsonl").count == 40 * 20)
        let packed = Scratch.folder.appending(path: "\(UUID().uuidString).jsonl.gz")
        _ = try await database.dataset(Array(options.dropLast(4)), to: packed)
        let plain = try await database.dataset(Array(options.dropLast(4)))
        let unpacked = try await CommandResult.of("gzip", ["-dc", packed.path])
        #expect(unpacked.stdout == (try plain.bytes("train.jsonl")))
        try await database.drop()
    }

    @Test("come of an export that was killed and resumed", arguments: ["pairs", "kto"])
    func resumed(shape: String) async throws {
        let database = try await TestDatabase.migrated()
        try await database.run(Self.records)
        let name = UUID().uuidString
        let whole = Scratch.folder.appending(path: "\(name)-whole.jsonl.gz")
        let broken = Scratch.folder.appending(path: "\(name)-broken.jsonl.gz")
        let options = ["corrections", "export", "--shape", shape, "--to"]
        let environment = ["REDLINE_DATABASE_URL": database.url]
        let reference = try await Redline.run(options + [whole.path], environment: environment)
        #expect(reference.status == 0, "\(reference.stderr)")
        var random = SystemRandomNumberGenerator()
        var kills = 0
        for attempt in 0..<40 {
            let resume = attempt == 0 ? [] : ["--resume"]
            let command = try RunningCommand(
                Redline.binary,
                options + [broken.path] + resume,
                environment: environment
            )
            if attempt < 4 {
                try await Task.sleep(for: .milliseconds(Int.random(in: 100...500, using: &random)))
                command.signal(SIGKILL)
            }
            let status = try await command.status
            if status == 0 { break }
            kills += 1
            let said = try command.said
            #expect(status == -SIGKILL, "\(said)")
        }
        #expect(kills > 0)
        for ending in ["", ".records.jsonl", ".manifest.json", ".README.md"] {
            let one = try Data(contentsOf: URL(filePath: whole.path + ending))
            let other = try Data(contentsOf: URL(filePath: broken.path + ending))
            let expected = String(decoding: one, as: UTF8.self)
                .replacing("\(name)-whole", with: "\(name)-broken")
            #expect(ending.isEmpty ? one == other : Data(expected.utf8) == other, "\(ending)")
        }
        #expect(!Self.exists("\(broken.path).export-progress.json"))
        #expect(!Self.exists("\(broken.path).partial"))
        // What is in a file is registered, broken off or not.
        #expect(
            try await database.rows(
                """
                select count(distinct records)::text, count(distinct n)::text from (
                  select d.records, count(*) as n
                  from redline.dataset d join redline.dataset_record using (dataset_id)
                  where finished_at is not null group by dataset_id, d.records
                ) counts
                """
            ) == [["1", "1"]]
        )
        try await database.drop()
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }
}
