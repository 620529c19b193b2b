import RedlinePostgres
import TestSupport
import Testing

@Suite("The test cluster")
struct TestClusterTests {
    @Test("databases are cloned from a template and dropped while in use")
    func databases() async throws {
        let cluster = try await TestCluster.shared
        let template = try await cluster.createDatabase()
        let maker = try await Connection.connect(cluster.options(database: template))
        try await maker.execute("create table t as select 42 as a")
        await maker.close()
        let answer = try await cluster.withDatabase(template: template) { name in
            let reader = try await Connection.connect(cluster.options(database: name))
            return try await reader.execute("select a from t")[0][0].int
        }
        #expect(answer == 42)
        try await cluster.dropDatabase(template)
        let rows = try await once(
            "select count(*) from pg_database where datname = $1",
            [.text(template)]
        )
        #expect(try rows[0][0].int == 0)
    }

    @Test("no network address, room for 400 connections")
    func settings() async throws {
        let rows = try await once(
            "select current_setting('listen_addresses'), current_setting('max_connections')"
        )
        #expect(try rows[0][0].string == "")
        #expect(try rows[0][1].int == 400)
    }
}
