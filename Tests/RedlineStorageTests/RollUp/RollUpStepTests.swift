import Redline
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

/// Steps in which what waits goes into the roll-ups while more is recorded.
@Suite("Steps of the roll-ups")
struct RollUpStepTests {
    @Test("leave what is not worth another one, until all is asked for")
    func left() async throws {
        try await MigratedDatabase.with { database in
            // Of an owner of whom nothing is counted.
            try await database.rows(
                """
                insert into redline.rollup_pending (kind, owner)
                select 'repeat', array_fill('nobody@example.com'::text, array[20000])
                from generate_series(1, 3)
                """
            )
            let rollUps = RollUps(database.options)
            try await rollUps.catchUp(atLeast: 70_000)
            #expect(try await rollUps.state().waiting == 60_000)
            try await rollUps.catchUp(atLeast: 30_000)
            #expect(try await rollUps.state().waiting == 20_000)
            try await rollUps.catchUp()
            #expect(try await rollUps.state().waiting == 0)
            await rollUps.close()
        }
    }
}
