import RedlinePostgres
import TestSupport
import Testing

@Suite("A pool keeps its users apart")
struct PoolIsolationTests {
    @Test("nothing carries over between 100 concurrent users of four connections")
    func isolation() async throws {
        let pool = try await makePool(4)
        try await once(
            """
            do $$ begin
                if to_regrole('pool_reader') is null then create role pool_reader; end if;
            end $$
            """
        )
        let probe = """
            select current_user, current_setting('redline.owner', true),
                   current_setting('redline.extra', true), pg_backend_pid()
            """
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for user in 0..<100 {
                group.addTask {
                    let role = user.isMultiple(of: 3) ? "pool_reader" : nil
                    var settings = ["redline.owner": "owner '\(user)'"]
                    if user.isMultiple(of: 2) {
                        settings["redline.extra"] = "extra \(user)"
                    }
                    let check = { @Sendable [settings] (row: Row) throws in
                        #expect(try row[0].string == role ?? "postgres")
                        #expect(try row[1].string == "owner '\(user)'")
                        let extra = try row[2].string ?? ""
                        #expect(extra == settings["redline.extra"] ?? "")
                    }
                    if user.isMultiple(of: 5) {
                        let rows = try await pool.run(
                            role: role,
                            settings: settings,
                            [Statement(probe)]
                        )
                        #expect(rows.count == 1)
                        try check(rows[0][0])
                        return try rows[0][0][3].int
                    }
                    do {
                        return try await pool.withTransaction(role: role, settings: settings) {
                            connection in
                            try check(try connection.execute(probe)[0])
                            await Task.yield()
                            let row = try connection.executePrepared(probe)[0]
                            try check(row)
                            if user.isMultiple(of: 7) {
                                throw Refusal()
                            }
                            return try row[3].int
                        }
                    } catch is Refusal {
                        return nil
                    }
                }
            }
            var processes: Set<Int> = []
            for try await process in group {
                processes.formUnion([process].compactMap(\.self))
            }
            #expect((1...4).contains(processes.count))
        }
        let after = try await pool.run([Statement(probe)])
        #expect(try after[0][0][0].string == "postgres")
        #expect(try after[0][0][1].string == "")
        await pool.shutdown()
    }

    @Test("what a borrower leaves in the session is taken back")
    func reset() async throws {
        let pool = try await makePool(1)
        let first = try await pool.withConnection { connection in
            try await connection.executePrepared("select 1")
            try await connection.executeScript(
                """
                create role session_role; set role session_role; set work_mem = '9MB';
                set redline.owner = 'me'; create temp table left_over (a int);
                """
            )
            return await connection.backendProcessID
        }
        try await pool.withConnection { connection in
            let row = try await connection.execute(
                """
                select current_user, current_setting('work_mem'), to_regclass('left_over'),
                       current_setting('redline.owner', true), current_setting('plan_cache_mode'),
                       pg_backend_pid()
                """
            )[0]
            #expect(try row[0].string == "postgres")
            #expect(try row[1].string == "4MB")
            #expect(try row[2].string == nil)
            #expect(try row[3].string ?? "" == "")
            #expect(try row[4].string == "force_custom_plan")
            #expect(try row[5].int == Int(first))
            try await connection.executePrepared("select 1")
            try await connection.execute("drop role session_role")
        }
        await pool.shutdown()
    }

    @Test("a role and settings left behind by a transaction do not reach the next user")
    func leftovers() async throws {
        let pool = try await makePool(1)
        let probe = """
            select concat_ws(' ', current_user, current_setting('work_mem'),
                             current_setting('redline.owner', true))
            """
        for isTransaction in [true, false] {
            try await pool.withTransaction { connection in
                try connection.executeScript(
                    """
                    create role leaving_role; set role leaving_role; set work_mem = '9MB';
                    set redline.owner = 'me'
                    """
                )
            }
            if isTransaction {
                let next = try await pool.run([Statement(probe)])
                #expect(try next[0][0][0].string == "postgres 4MB ")
            } else {
                let next = try await pool.withConnection { try await $0.execute(probe) }
                #expect(try next[0][0].string == "postgres 4MB ")
            }
            try await pool.withConnection { try await $0.execute("drop role leaving_role") }
        }
        await pool.shutdown()
    }

    @Test("a connection that comes back inside a transaction is closed")
    func openTransaction() async throws {
        let pool = try await makePool(1)
        let first = try await pool.withConnection { connection in
            try await connection.execute("begin")
            return await connection.backendProcessID
        }
        #expect(await pool.statistics == .init(open: 0, idle: 0, waiting: 0))
        let second = try await pool.withConnection { await $0.backendProcessID }
        #expect(first != second)
        #expect(await pool.statistics == .init(open: 1, idle: 1, waiting: 0))
        await pool.shutdown()
    }
}
