import RedlinePostgres
import TestSupport
import Testing

@Suite("Places of corrections")
struct CorrectionPlaceTests {
    /// What is in the roll-ups has to stay comparable with what comes.
    @Test("are written as they always were, and sort by time, revision and ordinal")
    func text() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { connection in
                let rows = try await connection.transaction { connection in
                    try connection.execute(
                        """
                        select redline.correction_place(
                          '2026-03-01T12:00:00.25+02:00', '2026-02-28T23:59:59.000001Z',
                          '01890a5d-ac96-774b-bcce-b302099a8057', revision::smallint, ordinal, 'bob'
                        )
                        from (values (7, 12), (12, 7), (7, 123456), (10000, 0))
                          as given (revision, ordinal)
                        """
                    )
                }
                let start =
                    "2026-03-01T10:00:00.250000Z/2026-02-28T23:59:59.000001Z/"
                    + "01890a5d-ac96-774b-bcce-b302099a8057/"
                #expect(
                    try rows.map { try $0[0].string }
                        == [
                            "00007/000012/bob", "00012/000007/bob", "00007/123456/bob",
                            "10000/000000/bob",
                        ].map { start + $0 }
                )
            }
        }
    }
}
